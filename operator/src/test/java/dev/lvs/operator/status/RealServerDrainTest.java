package dev.lvs.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.DrainedConnections;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.api.v1alpha1.RealServerSpec;
import dev.lvs.api.v1alpha1.RealServerStatus;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ServerDrain;
import dev.lvs.compile.Compilation.ServerFacts;
import dev.lvs.compile.Compilation.ServerState;
import dev.lvs.operator.status.facts.Facts;
import dev.lvs.operator.status.node.NodeReport;
import dev.lvs.operator.status.node.ServerReport;
import dev.lvs.operator.status.node.Trouble;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
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
