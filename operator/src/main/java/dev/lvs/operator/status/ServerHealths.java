package dev.lvs.operator.status;

import static java.util.Objects.requireNonNullElse;

import dev.lvs.api.v1alpha1.CheckedHealth;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.operator.status.condition.Pending;
import dev.lvs.operator.status.condition.Verdict;
import dev.lvs.operator.status.facts.Facts;
import dev.lvs.operator.status.node.NodeReport;
import dev.lvs.operator.status.node.PlanProgress;
import dev.lvs.operator.status.node.Trouble;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the directors found out about one real server, in each service that has it checked.
 */
final class ServerHealths {
  static final String HEALTHY = "Healthy";
  static final String UNHEALTHY = "Unhealthy";
  static final String DRAINED = "Drained";
  static final String UNKNOWN = "Unknown";

  /** The worst first. */
  private static final List<String> ORDER = List.of(UNHEALTHY, UNKNOWN, DRAINED, HEALTHY);

  private static final Comparator<CheckedHealth> WORST_FIRST =
      Comparator.<CheckedHealth>comparingInt(it -> ORDER.indexOf(it.state()))
          .thenComparing(CheckedHealth::service)
          .thenComparing(CheckedHealth::director);

  private final String server;
  private final Map<String, NodeReport> reports;
  private final List<CheckedHealth> before;
  private final Instant now;
  private Optional<Duration> again = Optional.empty();

  /**
   * @param server e.g. {@code RealServer shop/web-1}
   * @param reports of the directors, by node
   * @param before what its status says
   */
  ServerHealths(
      String server, Map<String, NodeReport> reports, List<CheckedHealth> before, Clock clock) {
    this.server = server;
    this.reports = reports;
    this.before = before;
    this.now = clock.instant();
  }

  /** One for each service that has it checked and each director of that, the worst first. */
  List<CheckedHealth> of(List<Facts.Use> uses) {
    List<CheckedHealth> all = new ArrayList<>();
    for (Facts.Use use : uses) {
      if (use.checked()) {
        use.directors().forEach(director -> all.add(next(use, director)));
      }
    }
    all.sort(WORST_FIRST);
    return all;
  }

  /** After what time to look again, where what was known before stands for a moment. */
  Optional<Duration> again() {
    return again;
  }

  private CheckedHealth next(Facts.Use use, String director) {
    Optional<CheckedHealth> last =
        before.stream()
            .filter(it -> it.service().equals(use.service().name()))
            .filter(it -> it.director().equals(director))
            .findFirst();
    NodeReport report = reports.get(director);
    if (report == null) {
      return unknown(use, director, last, Verdict.PENDING, "its agent has not reported yet");
    }
    if (report.isSilent()) {
      Trouble silence = report.trouble().orElseThrow();
      return unknown(use, director, last, silence.reason(), silence.message());
    }
    PlanProgress at = report.progress().get(use.service().toString());
    List<ResourceReport> said = report.servers().of(server, use.service().toString());
    Optional<ResourceReport> flaw =
        said.stream()
            .filter(ResourceReport::concernsHealth)
            .min(Comparator.comparingInt(entry -> ORDER.indexOf(state(entry))));
    if (flaw.isPresent()) {
      return flawed(use, director, last, flaw.get());
    }
    if (at == null || at.leaving()) {
      return unknown(
          use, director, last, Verdict.PENDING, "the plan there does not hold the service yet");
    }
    if (!report.servers().complete()) {
      return unknown(
          use,
          director,
          last,
          Trouble.REPORT_TRUNCATED,
          "the report there has no room for every real server, and says nothing of this one");
    }
    if (!at.carriedOut()) {
      // it was checked before this change of the plan, or it was not
      return last.filter(it -> at.trouble().isEmpty())
          .orElseGet(
              () ->
                  unknown(
                      use,
                      director,
                      last,
                      at.trouble().map(Trouble::reason).orElse(Verdict.PENDING),
                      at.trouble()
                          .map(Trouble::message)
                          .orElse("the node has not carried out its plan yet")));
    }
    return healthy(use, director, last, said);
  }

  private CheckedHealth healthy(
      Facts.Use use, String director, Optional<CheckedHealth> last, List<ResourceReport> said) {
    Optional<ResourceReport> expiring =
        said.stream()
            .filter(entry -> entry.reason().equals(ResourceReport.CERTIFICATE_EXPIRES))
            .findFirst();
    return new CheckedHealth(
        use.service().name(),
        director,
        HEALTHY,
        since(HEALTHY, last, null),
        expiring.map(ResourceReport::reason).orElse(null),
        last.filter(it -> !it.state().equals(UNKNOWN)).map(CheckedHealth::message).orElse(null),
        expiring
            .flatMap(entry -> Optional.ofNullable(entry.check()))
            .map(check -> check.certificateEnd())
            .orElse(null));
  }

  private CheckedHealth flawed(
      Facts.Use use, String director, Optional<CheckedHealth> last, ResourceReport entry) {
    Optional<Duration> left = Pending.left(entry, now);
    if (left.isPresent() && last.filter(it -> !it.state().equals(UNKNOWN)).isPresent()) {
      again = again.filter(it -> it.compareTo(left.get()) > 0).or(() -> left);
      return last.get();
    }
    String state = state(entry);
    return new CheckedHealth(
        use.service().name(),
        director,
        state,
        since(state, last, entry.since()),
        entry.reason(),
        words(entry),
        null);
  }

  private CheckedHealth unknown(
      Facts.Use use, String director, Optional<CheckedHealth> last, String reason, String message) {
    return new CheckedHealth(
        use.service().name(), director, UNKNOWN, since(UNKNOWN, last, null), reason, message, null);
  }

  /** As the check says it; else since this operator, or one before it, saw it so. */
  private String since(String state, Optional<CheckedHealth> last, @Nullable String said) {
    String first =
        last.filter(it -> it.state().equals(state))
            .map(CheckedHealth::since)
            .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
    return requireNonNullElse(said, first);
  }

  private static String words(ResourceReport entry) {
    String words = Optional.ofNullable(entry.check()).map(check -> check.words()).orElse("");
    return switch (entry.reason()) {
      case ResourceReport.HEALTH_PENDING -> "no probe has had a result yet";
      case ResourceReport.DRAINED_BY_SERVER ->
          "it says by its agent-check that it takes no new connections";
      default -> words.isEmpty() ? "see the log of lvs-node-agent there" : words;
    };
  }

  private static String state(ResourceReport entry) {
    return switch (entry.reason()) {
      case ResourceReport.HEALTH_CHECK_FAILED -> UNHEALTHY;
      case ResourceReport.DRAINED_BY_SERVER -> DRAINED;
      default -> UNKNOWN;
    };
  }
}
