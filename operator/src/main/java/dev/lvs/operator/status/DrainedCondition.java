package dev.lvs.operator.status;

import static dev.lvs.operator.status.condition.Verdict.DRAINED;
import static dev.lvs.operator.status.condition.Verdict.PENDING;

import dev.lvs.api.v1alpha1.RealServerStatus;
import dev.lvs.operator.status.condition.Conditions;
import dev.lvs.operator.status.condition.Sentences;
import dev.lvs.operator.status.condition.Verdict;
import dev.lvs.operator.status.facts.Facts;
import dev.lvs.operator.status.node.NodeReport;
import dev.lvs.operator.status.node.PlanProgress;
import dev.lvs.operator.status.node.Trouble;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The condition {@code Drained} of a RealServer that leaves VirtualServices with {@code drain}:
 * true once every director that serves them says that it has no connection to it any more, or has
 * removed it at its deadline. While it is under maintenance what was said last stands, though plans
 * list it no more.
 */
final class DrainedCondition {
  private final String server;
  private final Map<String, NodeReport> reports;
  private final SortedSet<String> draining = new TreeSet<>();
  private final SortedSet<String> behind = new TreeSet<>();
  private final SortedSet<String> silent = new TreeSet<>();

  private DrainedCondition(String server, Map<String, NodeReport> reports) {
    this.server = server;
    this.reports = reports;
  }

  /**
   * Empty where it leaves nothing.
   *
   * @param before the status as it stands, if there is one
   * @param reports of the directors of the services that it leaves, by node
   */
  static Optional<Verdict> of(
      @Nullable RealServerStatus before, Facts.OfServer facts, Map<String, NodeReport> reports) {
    if (facts.leaving().isEmpty()) {
      return before == null || facts.compiled().maintenance().isEmpty()
          ? Optional.empty()
          : last(before);
    }
    DrainedCondition drained = new DrainedCondition(facts.compiled().name().toString(), reports);
    for (Facts.Use use : facts.leaving()) {
      use.directors().forEach(director -> drained.read(director, use.service().toString()));
    }
    return Optional.of(
        facts.compiled().maintenance().isEmpty()
            ? drained.verdict()
            : drained.verdict().atMost(counted(facts.compiled().services())));
  }

  /** Where it stays with weight 0, nobody counts what it has. */
  private static Verdict counted(List<String> services) {
    return services.isEmpty()
        ? Verdict.yes(DRAINED, DRAINED, "It leaves every service.")
        : Verdict.unknown(
            DRAINED,
            "NotCounted",
            "It stays in %s with weight 0, and its connections there are not counted; write spec.drain into these VirtualServices."
                .formatted(Sentences.list(services)));
  }

  private static Optional<Verdict> last(RealServerStatus before) {
    return Conditions.find(before.conditions(), DRAINED)
        .map(
            it ->
                new Verdict(
                    DRAINED, Verdict.Truth.of(it.getStatus()), it.getReason(), it.getMessage()));
  }

  private void read(String director, String service) {
    NodeReport report = reports.get(director);
    PlanProgress at = report == null ? null : report.progress().get(service);
    if (report == null || report.isSilent()) {
      silent.add(director);
    } else if (report.servers().drain(server).isPresent()) {
      draining.add(director);
    } else if (at == null || !at.carriedOut() || !report.servers().complete()) {
      behind.add(director);
    }
  }

  private Verdict verdict() {
    if (!draining.isEmpty()) {
      return Verdict.no(
          DRAINED,
          "ConnectionsLeft",
          "Clients are connected to it by %s still; see status.drains."
              .formatted(Sentences.list(draining)));
    }
    if (!silent.isEmpty()) {
      return Verdict.unknown(
          DRAINED,
          Trouble.NODE_SILENT,
          "Whether clients are connected to it by %s is not known: the agent there is not heard from."
              .formatted(Sentences.list(silent)));
    }
    return behind.isEmpty()
        ? Verdict.yes(DRAINED, DRAINED, "No director has a connection to it any more.")
        : Verdict.unknown(
            DRAINED, PENDING, "Waiting for %s to begin with it.".formatted(Sentences.list(behind)));
  }
}
