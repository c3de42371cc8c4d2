package dev.lvs.operator.status;

import static dev.lvs.operator.status.ServedService.PORTS;
import static dev.lvs.operator.status.ServedService.WEB;
import static dev.lvs.operator.status.ServedService.said;
import static dev.lvs.operator.status.ServedService.served;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.DirectorState;
import dev.lvs.api.v1alpha1.RealServerCounts;
import dev.lvs.api.v1alpha1.VirtualServiceStatus;
import dev.lvs.compile.Compilation.ServiceFacts;
import dev.lvs.operator.status.facts.Facts;
import dev.lvs.operator.status.node.PlanProgress;
import dev.lvs.verdict.Row;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Conditions of a VirtualService with nodes that are not heard from, or not ready. */
class SilentNodesTest {
  private final MutableClock clock = new MutableClock();
  private final VirtualServiceStatuses statuses = new VirtualServiceStatuses(clock);
  private final ServedService web = new ServedService(clock);

  @Row("silent-node-unknown")
  @Test
  void nothingIsKnownOfADirectorThatIsNotHeardFrom() {
    VirtualServiceStatus status =
        statuses
            .next(web.ready(), served(2, 0), Map.of("edge-1", web.silent(4), "rs-1", web.done(2)))
            .status();

    assertThat(said(status))
        .isEqualTo(
            """
            Accepted=True Accepted: The spec is in force.
            Programmed=Unknown NodeSilent: The agent on edge-1 is not heard from.
            Ready=Unknown NodeSilent: The agent on edge-1 is not heard from.\
            """);
    assertThat(status.directors()).extracting(DirectorState::state).containsExactly("Unknown");
  }

  @Row("silent-node-unknown")
  @Test
  void aRealServerThatIsNotHeardFromIsNotCounted() {
    VirtualServiceStatus status =
        statuses
            .next(web.ready(), served(2, 0), Map.of("edge-1", web.done(4), "rs-1", web.silent(2)))
            .status();

    assertThat(said(status))
        .contains("Programmed=Unknown NodeSilent")
        .contains("Ready=Unknown NodeSilent: Whether every client is served is not known.");
    assertThat(requireNonNull(status.realServers()).ready()).isEqualTo(1);
  }

  @Row("silent-node-unknown")
  @Test
  void whatIsHeardFromAgainIsReadyAgain() {
    Map<String, PlanProgress> silent = Map.of("edge-1", web.silent(4), "rs-1", web.done(2));
    VirtualServiceStatus before = statuses.next(web.ready(), served(2, 0), silent).status();

    VirtualServiceStatus status =
        statuses
            .next(before, served(2, 0), Map.of("edge-1", web.done(4), "rs-1", web.done(2)))
            .status();

    assertThat(said(status)).contains("Programmed=True", "Ready=True");
  }

  @Test
  @Row("silent-node-unknown")
  void realServersOnANodeThatIsNotReadyAreUnknown() {
    Facts.OfService facts =
        new Facts.OfService(
            1,
            List.of(),
            new ServiceFacts(WEB, List.of("192.0.2.1"), List.of("edge-1"), 2, 0),
            new TreeMap<>(),
            Optional.empty(),
            PORTS,
            false,
            new TreeMap<>(Map.of("worker-1", Set.of("198.51.100.21"))));

    var status =
        new VirtualServiceStatuses(new MutableClock())
            .next(null, facts, Map.of("edge-1", web.done(4)))
            .status();

    assertThat(said(status)).contains("Programmed=True", "Ready=Unknown");
    assertThat(status.realServers()).isEqualTo(new RealServerCounts(2, 1, 0, 0, 1));
  }
}
