package dev.lvs.agent.diff;

import static dev.lvs.agent.diff.StateTable.changes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.route.RouteChange;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.net.IpAddress;
import dev.lvs.verdict.Row;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Another forwarding method for a real server that has connections. */
class MethodDiffTest {
  private static final IpAddress HOST = IpAddress.parse("198.51.100.21");

  @ParameterizedTest
  @CsvSource({"-i, -g", "-m, -g", "-g, -i", "-g, -m"})
  @Row("method-to-dr")
  void givesTheRealServerARouteBeforeDirectRoutingBeginsOrEnds(String former, String next) {
    assertThat(
            changes(
                """
                -t 192.0.2.10:80                     | -s rr   | -s rr     | yes
                -t 192.0.2.10:80 -r 198.51.100.21:80 | NEXT -w 1 | FORMER -w 1 | yes
                -t 192.0.2.10:80 -r 198.51.100.22:80 | -g -w 1 | -g -w 2   | yes
                """
                    .replace("NEXT", next)
                    .replace("FORMER", former)))
        .hasSize(3)
        .first()
        .isEqualTo("ip route add 198.51.100.21 via 198.51.100.21");
  }

  @Test
  void needsNoneBetweenMethodsThatAskForTheRouteAlike() {
    assertThat(
            changes(
                """
                -t 192.0.2.10:80                     | -s rr   | -s rr     | yes
                -t 192.0.2.10:80 -r 198.51.100.21:80 | -m -w 1 | -i -w 1   | yes
                """))
        .hasSize(1);
  }

  @Test
  @Row("method-to-dr")
  void keepsTheRouteAsLongAsTheRealServer() {
    String same =
        """
        -t 192.0.2.10:80                     | -s rr   | -s rr   | yes
        -t 192.0.2.10:80 -r 198.51.100.21:80 | -g -w 1 | -g -w 1 | yes
        """;
    KernelState state = StateTable.desired(same);
    Ownership ours = Ownership.ofAll(state.services()).withRoutes(Set.of(HOST));

    assertThat(Diff.of(state, state.withRoutes(Set.of(HOST)), ours, Set.of()).changes()).isEmpty();
    assertThat(Diff.of(state, state, ours, Set.of()).changes())
        .as("it went with the interface")
        .containsExactly(new RouteChange.AddRoute(HOST));
    assertThat(
            Diff.of(
                    KernelState.EMPTY,
                    KernelState.EMPTY.withRoutes(Set.of(HOST)),
                    new Ownership(Map.of(), Set.of(), Set.of(), Map.of()).withRoutes(Set.of(HOST)),
                    Set.of())
                .changes())
        .containsExactly(new RouteChange.DeleteRoute(HOST));
  }
}
