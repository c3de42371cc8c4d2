package dev.lvs.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.DrainedConnections;
import dev.lvs.api.v1alpha1.Maintenance;
import dev.lvs.api.v1alpha1.MaintenanceMode;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.api.v1alpha1.RealServerSpec;
import dev.lvs.api.v1alpha1.RealServerStatus;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ServerDrain;
import dev.lvs.compile.Compilation.ServerFacts;
import dev.lvs.compile.Compilation.ServerState;
import dev.lvs.operator.status.condition.Conditions;
import dev.lvs.operator.status.condition.Verdict;
import dev.lvs.operator.status.facts.Facts;
import dev.lvs.operator.status.node.NodeReport;
import dev.lvs.operator.status.node.PlanChange;
import dev.lvs.operator.status.node.PlanProgress;
import dev.lvs.operator.status.node.ServerReport;
import dev.lvs.operator.status.node.Trouble;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealServerDrainTest {
  private static final ResourceName SERVER = ResourceName.parse("RealServer shop/web-1");
  private static final ResourceName WEB = ResourceName.parse("VirtualService shop/web");
  private static final RealServerSpec SPEC =
      new RealServerSpec("192.0.2.21", null, null, 1, null, null, null, null, null);

  /** Rounded, so that it is not written anew for each connection that ends. */
  @Test
  void saysWhatIsLeftOnEachDirectorThatDrainsIt() {
    ResourceReport draining = EntrySamples.draining(SERVER.toString(), 5, 2);
    Map<String, NodeReport> reports =
        Map.of(
            "edge-1", report("edge-1", Optional.empty(), draining),
            "edge-2",
                report("edge-2", Optional.of(new Trouble(Trouble.NODE_SILENT, "No.")), draining),
            "edge-3", report("edge-3", Optional.empty()));

    RealServerStatus status =
        new RealServerStatuses(Clock.systemUTC()).next(null, SPEC, facts(), reports).status();

    assertThat(status.drains())
        .containsExactly(
            new ServerDrain("edge-1", 8L, 2L, "2026-01-01T13:00:00Z"),
            new ServerDrain("edge-2", null, null, "2026-01-01T13:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "2, 2", "3, 4", "4, 4", "5, 8", "1024, 1024", "1025, 2048"})
  void isSaidAnewWhenItHalves(long connections, long said) {
    DrainedConnections left = new DrainedConnections(connections, 0, null);

    assertThat(ServerDrain.of("edge-1", left)).isEqualTo(new ServerDrain("edge-1", said, 0L, null));
  }

  /** True only where every director has said so of the plan by which it leaves. */
  @ParameterizedTest
  @CsvSource({
    "done, done, True Drained",
    "left, done, False ConnectionsLeft",
    "left, silent, False ConnectionsLeft",
    "done, silent, Unknown NodeSilent",
    "done, none, Unknown NodeSilent",
    "done, behind, Unknown Pending",
    "truncated, done, Unknown Pending"
  })
  void isDrainedWhenEveryDirectorHasSaidSo(String one, String other, String said) {
    Map<String, NodeReport> reports = new HashMap<>();
    leaving("edge-1", one).ifPresent(report -> reports.put("edge-1", report));
    leaving("edge-2", other).ifPresent(report -> reports.put("edge-2", report));

    assertThat(drained(null, leavingFacts(true), reports)).isEqualTo(said);
  }

  @Test
  void isNotKnownToBeDrainedWhereAServiceCountsNothing() {
    Map<String, NodeReport> done =
        Map.of(
            "edge-1", leaving("edge-1", "done").orElseThrow(),
            "edge-2", leaving("edge-2", "done").orElseThrow());

    assertThat(drained(null, leavingFacts(true, "other"), done)).isEqualTo("Unknown NotCounted");
  }

  /** Plans list it for some time only. */
  @Test
  void staysAsItWasWhileItIsUnderMaintenance() {
    Map<String, NodeReport> reports =
        Map.of(
            "edge-1", leaving("edge-1", "done").orElseThrow(),
            "edge-2", leaving("edge-2", "done").orElseThrow());
    RealServerStatus before = status(null, leavingFacts(true), reports);

    assertThat(drained(before, leavingFacts(false), Map.of())).isEqualTo("True Drained");
    assertThat(drained(before, facts(), Map.of())).as("in use again").isEqualTo("none");
    assertThat(drained(null, leavingFacts(false), Map.of())).isEqualTo("none");
  }

  private static RealServerStatus status(
      @Nullable RealServerStatus before, Facts.OfServer facts, Map<String, NodeReport> reports) {
    return new RealServerStatuses(Clock.systemUTC()).next(before, SPEC, facts, reports).status();
  }

  private static String drained(
      @Nullable RealServerStatus before, Facts.OfServer facts, Map<String, NodeReport> reports) {
    return Conditions.find(status(before, facts, reports).conditions(), Verdict.DRAINED)
        .map(it -> it.getStatus() + " " + it.getReason())
        .orElse("none");
  }

  /** Under maintenance by which it leaves a service, or has left it long ago. */
  private static Facts.OfServer leavingFacts(boolean listed, String... services) {
    Facts.Use use = new Facts.Use(WEB, List.of("edge-1", "edge-2"), false);
    return new Facts.OfServer(
        1,
        List.of(),
        new ServerFacts(
            SERVER,
            List.of(),
            List.of(services),
            listed ? List.of("web") : List.of(),
            listed ? ServerState.DRAINING : ServerState.REMOVED,
            Optional.of(new Maintenance(MaintenanceMode.DRAIN, null, null))),
        new TreeSet<>(),
        List.of(),
        listed ? List.of(use) : List.of(),
        Optional.empty());
  }

  private static Optional<NodeReport> leaving(String node, String word) {
    boolean left = word.equals("left");
    PlanReport said =
        PlanReport.of(
            left || word.equals("silent")
                ? List.of(EntrySamples.draining(SERVER.toString(), left ? 5 : 0, 2))
                : List.of());
    PlanChange change = new PlanChange(1, Instant.EPOCH, true);
    PlanProgress progress =
        new PlanProgress(change, false, !word.equals("behind"), List.of(), Optional.empty());
    return word.equals("none")
        ? Optional.empty()
        : Optional.of(
            new NodeReport(
                node,
                true,
                1,
                word.equals("silent")
                    ? Optional.of(new Trouble(Trouble.NODE_SILENT, "No."))
                    : Optional.empty(),
                Map.of(WEB.toString(), progress),
                ServerReport.of(word.equals("truncated") ? said.withoutServers(3) : said)));
  }

  private static Facts.OfServer facts() {
    return new Facts.OfServer(
        1,
        List.of(),
        new ServerFacts(
            SERVER, List.of("192.0.2.21"), List.of("web"), ServerState.DRAINING, Optional.empty()),
        new TreeSet<>(),
        List.of(new Facts.Use(WEB, List.of("edge-1", "edge-2", "edge-3"), true)));
  }

  private static NodeReport report(
      String node, Optional<Trouble> trouble, ResourceReport... entries) {
    return new NodeReport(
        node, true, 1, trouble, Map.of(), ServerReport.of(PlanReport.of(List.of(entries))));
  }
}
