package dev.lvs.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.CheckedHealth;
import dev.lvs.api.v1alpha1.Maintenance;
import dev.lvs.api.v1alpha1.MaintenanceMode;
import dev.lvs.api.v1alpha1.RealServerSpec;
import dev.lvs.api.v1alpha1.RealServerStatus;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.compile.Compilation.ServerFacts;
import dev.lvs.compile.Compilation.ServerState;
import dev.lvs.operator.status.condition.NextStatus;
import dev.lvs.operator.status.facts.Facts;
import dev.lvs.operator.status.node.NodeReport;
import dev.lvs.operator.status.node.PlanChange;
import dev.lvs.operator.status.node.PlanProgress;
import dev.lvs.operator.status.node.ServerReport;
import dev.lvs.operator.status.node.Trouble;
import dev.lvs.verdict.Row;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Status of one real server of one service, from what directors find out about it. */
class RealServerHealthTest {
  private static final ResourceName SERVER = ResourceName.parse("RealServer shop/web-1");
  private static final ResourceName WEB = ResourceName.parse("VirtualService shop/web");
  private static final String REFUSED = "connection refused by 192.0.2.21:8080";

  /** Findings of a director, from the best to the worst known, then those that leave all open. */
  private static final List<String> KNOWN = List.of("healthy", "failed");

  private static final List<String> OPEN =
      List.of("doubted", "pending", "silent", "truncated", "waiting", "none");

  private final MutableClock clock = new MutableClock();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          edge-1    | edge-2    | states               | state     | Ready
          healthy   | healthy   | Healthy, Healthy     | InUse     | True Ready
          expiring  | healthy   | Healthy, Healthy     | InUse     | True Ready
          failed    | healthy   | Unhealthy, Healthy   | InUse     | True SomeChecksFailed
          failed    | failed    | Unhealthy, Unhealthy | Unhealthy | False HealthCheckFailed
          drained   | healthy   | Drained, Healthy     | InUse     | True SomeChecksFailed
          drained   | drained   | Drained, Drained     | InUse     | False DrainedByServer
          doubted   | healthy   | Unknown, Healthy     | Unknown   | Unknown HealthUnknown
          doubted   | failed    | Unhealthy, Unknown   | Unknown   | Unknown HealthUnknown
          pending   | pending   | Unknown, Unknown     | Unknown   | Unknown HealthPending
          silent    | healthy   | Unknown, Healthy     | Unknown   | Unknown NodeSilent
          silent    | failed    | Unhealthy, Unknown   | Unknown   | Unknown NodeSilent
          truncated | healthy   | Unknown, Healthy     | Unknown   | Unknown ReportTruncated
          waiting   | healthy   | Unknown, Healthy     | Unknown   | Unknown Pending
          leaving   | healthy   | Unknown, Healthy     | Unknown   | Unknown Pending
          none      | none      | Unknown, Unknown     | Unknown   | Unknown Pending
          """,
      useHeadersInDisplayName = true)
  void whatDirectorsFindBecomesAStatus(
      String one, String other, String states, String state, String ready) {
    RealServerStatus status = next(null, Map.of("edge-1", one, "edge-2", other)).status();

    assertThat(status.health().stream().map(CheckedHealth::state))
        .containsExactly(states.split(", "));
    assertThat(status.state()).isEqualTo(state);
    assertThat(ready(status)).isEqualTo(ready);
    assertThat(status.unlistedHealth()).isNull();
  }

  @Test
  void saysSinceWhenAndWhyInWords() {
    RealServerStatus status = next(null, Map.of("edge-1", "failed")).status();

    assertThat(status.health())
        .containsExactly(
            new CheckedHealth(
                "web",
                "edge-1",
                "Unhealthy",
                "2026-01-01T11:59:58Z",
                "HealthCheckFailed",
                REFUSED + ", 3 times; last good 2026-01-01T11:59:50Z",
                null));
    assertThat(message(status))
        .isEqualTo("It fails the health check of web by edge-1; see status.health.");
  }

  @Test
  void remembersTheLastReasonOnceItIsWell() {
    RealServerStatus failed = next(null, Map.of("edge-1", "failed")).status();
    clock.passes(Duration.ofMinutes(1));

    RealServerStatus well = next(failed, Map.of("edge-1", "healthy")).status();
    clock.passes(Duration.ofMinutes(1));
    RealServerStatus later = next(well, Map.of("edge-1", "healthy")).status();

    assertThat(well.health())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.state()).isEqualTo("Healthy");
              assertThat(it.since())
                  .isEqualTo(clock.instant().minus(Duration.ofMinutes(1)).toString());
              assertThat(it.message()).startsWith(REFUSED);
            });
    assertThat(later.health()).isEqualTo(well.health());
  }

  @Test
  void tellsWhenACertificateExpires() {
    RealServerStatus status = next(null, Map.of("edge-1", "expiring")).status();

    assertThat(status.health())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.reason()).isEqualTo("CertificateExpires");
              assertThat(it.certificateEnd()).isEqualTo("2026-01-09T00:00:00Z");
            });
  }

  @Test
  void staysAsItWasWhileAnAgentThatHasJustStartedHasNoResultYet() {
    RealServerStatus well = next(null, Map.of("edge-1", "healthy")).status();
    Instant begun = Instant.parse("2026-01-01T11:59:58Z");
    clock.passes(Duration.between(clock.instant(), begun.plusSeconds(2)));

    NextStatus<RealServerStatus> soon = next(well, Map.of("edge-1", "pending"));
    clock.passes(Duration.ofSeconds(3));
    NextStatus<RealServerStatus> late = next(well, Map.of("edge-1", "pending"));

    assertThat(soon.status().health()).isEqualTo(well.health());
    assertThat(soon.again()).contains(Duration.ofSeconds(3));
    assertThat(ready(late.status())).isEqualTo("Unknown HealthPending");
    assertThat(late.again()).isEmpty();
  }

  @Test
  void staysAsItWasWhileAnUpdateOfThePlanIsUnderWay() {
    RealServerStatus well = next(null, Map.of("edge-1", "healthy")).status();
    RealServerStatus failed = next(null, Map.of("edge-1", "failed")).status();

    assertThat(next(well, Map.of("edge-1", "waiting")).status()).isEqualTo(well);
    assertThat(ready(next(failed, Map.of("edge-1", "waitingFailed")).status()))
        .isEqualTo("False HealthCheckFailed");
  }

  @Test
  void aListThatIsCutNamesTheWorstAndSaysHowManyItLeavesOut() {
    Map<String, String> directors = new HashMap<>();
    for (int i = 0; i < 70; i++) {
      directors.put("edge-" + i, i < 7 ? "failed" : "healthy");
    }

    RealServerStatus status = next(null, directors).status();

    assertThat(status.health()).hasSize(RealServerStatuses.MOST_LISTED);
    assertThat(status.health().subList(0, 7)).allMatch(it -> it.state().equals("Unhealthy"));
    assertThat(status.unlistedHealth()).isEqualTo(20);
    assertThat(message(status))
        .isEqualTo("It fails the health check of web by edge-0, and 6 more; see status.health.");
  }

  @Test
  void isCheckedByNobodyWhereThePlanChecksOthers() {
    Facts.OfServer facts = facts(List.of("edge-1"), false, ServerState.IN_USE, List.of());

    RealServerStatus status =
        new RealServerStatuses(clock).next(null, spec(null), facts, Map.of()).status();

    assertThat(status.health()).isEmpty();
    assertThat(ready(status)).isEqualTo("True Ready");
  }

  @ParameterizedTest
  @CsvSource({"DRAIN, DRAINING, False Draining", "OFF, REMOVED, False Removed"})
  void maintenanceIsSaidWhateverIsFound(MaintenanceMode mode, ServerState state, String ready) {
    Maintenance maintenance = new Maintenance(mode, null, null);
    Facts.OfServer facts =
        facts(List.of("edge-1"), true, state, List.of(), Optional.of(maintenance));

    RealServerStatus status =
        new RealServerStatuses(clock)
            .next(
                null,
                spec(maintenance),
                facts,
                Map.of("edge-1", report("edge-1", "failed").orElseThrow()))
            .status();

    assertThat(ready(status)).isEqualTo(ready);
    assertThat(status.health()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "healthy, True Ready",
    "silent,  Unknown NodeSilent",
    "refused, False KernelRefused",
    "lost,    Unknown AnswerLost",
    "none,    Unknown Pending"
  })
  void aNodeThatIsTheServerHasToHideItsVips(String host, String ready) {
    Facts.OfServer facts = facts(List.of("edge-1"), false, ServerState.IN_USE, List.of("rs-1"));
    Map<String, NodeReport> reports = new HashMap<>();
    report("rs-1", host).ifPresent(report -> reports.put("rs-1", report));

    RealServerStatus status =
        new RealServerStatuses(clock).next(null, spec(null), facts, reports).status();

    assertThat(ready(status)).isEqualTo(ready);
  }

  /** To know less of one director never makes a server look better. */
  @Property(tries = 300)
  @Row("report-complete")
  void lessKnownIsNeverBetter(
      @ForAll("known") List<String> directors,
      @ForAll("open") String open,
      @ForAll int which,
      @ForAll boolean remembered) {
    Map<String, String> known = new HashMap<>();
    for (int i = 0; i < directors.size(); i++) {
      known.put("edge-" + i, directors.get(i));
    }
    Map<String, String> less = new HashMap<>(known);
    less.put("edge-" + Math.floorMod(which, directors.size()), open);
    RealServerStatus before = next(null, known).status();
    clock.passes(Duration.ofDays(400));

    RealServerStatus status = next(remembered ? before : null, less).status();

    // an update under way is no loss of what is known
    boolean asBefore = remembered && open.equals("waiting");
    assertThat(ready(status)).isNotEqualTo(asBefore ? "" : "True Ready");
    if (!asBefore) {
      assertThat(ready(status)).startsWith("Unknown ");
      assertThat(status.health()).anyMatch(it -> it.state().equals("Unknown"));
    }
  }

  @Provide
  Arbitrary<List<String>> known() {
    return Arbitraries.of(KNOWN).list().ofMinSize(1).ofMaxSize(6);
  }

  @Provide
  Arbitrary<String> open() {
    return Arbitraries.of(OPEN);
  }

  private NextStatus<RealServerStatus> next(
      @Nullable RealServerStatus before, Map<String, String> directors) {
    Map<String, NodeReport> reports = new HashMap<>();
    directors.forEach(
        (node, word) -> report(node, word).ifPresent(report -> reports.put(node, report)));
    Facts.OfServer facts =
        facts(
            new ArrayList<>(new TreeSet<>(directors.keySet())),
            true,
            ServerState.IN_USE,
            List.of());
    return new RealServerStatuses(clock).next(before, spec(null), facts, reports);
  }

  private static Facts.OfServer facts(
      List<String> directors, boolean checked, ServerState state, List<String> hosts) {
    return facts(directors, checked, state, hosts, Optional.empty());
  }

  private static Facts.OfServer facts(
      List<String> directors,
      boolean checked,
      ServerState state,
      List<String> hosts,
      Optional<Maintenance> maintenance) {
    return new Facts.OfServer(
        1,
        List.of(),
        new ServerFacts(SERVER, List.of("192.0.2.21"), List.of("web"), state, maintenance),
        hosts.isEmpty() ? Collections.emptySortedSet() : new TreeSet<>(hosts),
        List.of(new Facts.Use(WEB, directors, checked)));
  }

  private static RealServerSpec spec(@Nullable Maintenance maintenance) {
    return new RealServerSpec("192.0.2.21", null, null, 1, null, null, null, null, maintenance);
  }

  private Optional<NodeReport> report(String node, String word) {
    return switch (word) {
      case "none" -> Optional.empty();
      case "silent" ->
          Optional.of(
              report(
                  node,
                  Optional.of(new Trouble(Trouble.NODE_SILENT, node + " is not heard from.")),
                  true,
                  new ServerReport(true, Map.of())));
      case "truncated" ->
          Optional.of(report(node, Optional.empty(), true, new ServerReport(false, Map.of())));
      case "waiting" ->
          Optional.of(report(node, Optional.empty(), false, new ServerReport(true, Map.of())));
      case "waitingFailed" -> Optional.of(report(node, Optional.empty(), false, checks("failed")));
      case "leaving" ->
          Optional.of(
              new NodeReport(
                  node, true, 1, Optional.empty(), Map.of(), new ServerReport(true, Map.of())));
      case "refused" ->
          Optional.of(host(node, EntrySamples.refused(WEB.toString(), "ip addr", "EPERM", "Why.")));
      case "lost" ->
          Optional.of(
              host(
                  node,
                  EntrySamples.so(WEB.toString(), ResourceState.UNKNOWN, "AnswerLost", "Why.")));
      default -> Optional.of(report(node, Optional.empty(), true, checks(word)));
    };
  }

  private static ServerReport checks(String word) {
    List<ResourceReport> entries =
        switch (word) {
          case "failed" -> List.of(checked(ResourceReport.HEALTH_CHECK_FAILED, REFUSED));
          case "drained" -> List.of(checked(ResourceReport.DRAINED_BY_SERVER, ""));
          case "doubted" -> List.of(checked(ResourceReport.HEALTH_UNKNOWN, "no route"));
          case "pending" -> List.of(checked(ResourceReport.HEALTH_PENDING, ""));
          case "expiring" -> List.of(checked(ResourceReport.CERTIFICATE_EXPIRES, ""));
          default -> List.of();
        };
    return new ServerReport(
        true, entries.isEmpty() ? Map.of() : Map.of(SERVER.toString(), entries));
  }

  private static ResourceReport checked(String reason, String cause) {
    return EntrySamples.checked(SERVER.toString(), WEB.toString(), reason, cause);
  }

  private NodeReport host(String node, ResourceReport said) {
    return new NodeReport(
        node, true, 1, Optional.empty(), Map.of(WEB.toString(), progress(true, said)));
  }

  private NodeReport report(
      String node, Optional<Trouble> trouble, boolean carriedOut, ServerReport checks) {
    return new NodeReport(
        node, true, 1, trouble, Map.of(WEB.toString(), progress(carriedOut)), checks);
  }

  private PlanProgress progress(boolean carriedOut, ResourceReport... said) {
    return new PlanProgress(
        new PlanChange(1, clock.instant(), true),
        false,
        carriedOut,
        List.of(said),
        Optional.empty());
  }

  private static String ready(RealServerStatus status) {
    Condition ready = status.conditions().get(1);
    return ready.getStatus() + " " + ready.getReason();
  }

  private static String message(RealServerStatus status) {
    return status.conditions().get(1).getMessage();
  }
}
