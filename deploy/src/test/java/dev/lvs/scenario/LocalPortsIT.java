package dev.lvs.scenario;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.LocalPorts;
import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.HeldConnections;
import dev.lvs.verdict.Row;
import java.util.Collections;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Number of connections that FULL-NAT can still take. */
@Tag("kernel")
class LocalPortsIT {
  /** The reply of a connection: from a real server to a local address. */
  private static final Pattern REPLY =
      Pattern.compile("src=(198[.]51[.]100[.]\\d+) dst=(10[.]1[.]210[.]6\\d) sport=80 ");

  @AutoClose private final Scenario pool = new Scenario(Topology.tunnel(), "fullnat-pool");

  @Test
  @Row("fullnat-local-pool")
  void theFreePortsOfAServiceAreCounted() {
    assertThat(localPorts()).isEqualTo(new LocalPorts(129_024, 129_024, 64_512));

    try (HeldConnections _ = pool.client().hold("10.1.210.58:8080", 40)) {
      // an agent says anew what it has said only where much has changed, but another says all
      pool.agents().stop();
      pool.agents().start();

      Map<String, Long> byServer = connections(1);
      Map<String, Long> byServerAndAddress = connections(2);
      assertThat(byServer.values()).containsExactly(20L, 20L);
      assertThat(byServerAndAddress).hasSize(4);
      assertThat(localPorts().free()).isEqualTo(129_024 - 20);
      assertThat(localPorts().leastFree())
          .isEqualTo(64_512 - Collections.max(byServerAndAddress.values()));
    }
  }

  private LocalPorts localPorts() {
    return pool.agents().round(Topology.DIRECTOR).localPorts().getFirst().left();
  }

  /** Connections as conntrack, the witness, has them: by real server, or by local address too. */
  private Map<String, Long> connections(int parts) {
    return REPLY
        .matcher(pool.director().run("cat", "/proc/net/nf_conntrack"))
        .results()
        .collect(groupingBy(reply -> parts(reply, parts), counting()));
  }

  private static String parts(MatchResult reply, int parts) {
    return parts == 1 ? reply.group(1) : reply.group(1) + " " + reply.group(2);
  }
}
