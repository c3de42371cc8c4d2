package dev.lvs.scenario;

import static dev.lvs.lab.Topology.VIP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.lab.Host;
import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.DatagramFlow;
import dev.lvs.lab.traffic.HeldConnections;
import dev.lvs.verdict.Row;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Sysctls and rules that begun connections still need when their method changes, though no socket
 * of the node tells of them.
 */
@Tag("kernel")
class FormerSideIT {
  private static final String HTTP = "10.1.210.58:80";
  private static final String DNS = "10.1.210.58:53";
  private static final List<String> SERVERS = List.of("rs-52", "rs-53");

  /** As kube-proxy does it for pods: the connection ends at another address than the VIP. */
  @Test
  @Row("method-keeps-connections")
  void connectionsThatARealServerHandsOnGoOn() {
    try (Scenario lab = new Scenario(Topology.direct(), "dr")) {
      for (String server : SERVERS) {
        nft(lab.host(server), "tcp dport 80 dnat to 10.1.210." + server.substring(3) + ":80");
      }
      try (HeldConnections held = lab.client().hold(HTTP, 4)) {
        assertThat(held.answers()).hasToString("rs-52=2 rs-53=2");
        assertThat(lab.host("rs-52").run("ss", "-tn")).doesNotContain(VIP);

        lab.edit("virtual-service.yaml", "method: DR", "method: FULLNAT");

        assertThat(held.askAgain()).isEqualTo(held.answers());
        assertThat(lab.host("rs-52").run("ip", "-o", "addr")).contains(VIP + "/32");
        assertThat(lab.client().get(HTTP, 4)).hasToString("rs-52=2 rs-53=2");
      }
    }
  }

  @Test
  @Row("method-keeps-connections")
  void flowsOfUdpGoOnWhereConnectionsAreTracked() {
    try (Scenario lab = new Scenario(Topology.direct(), "dns");
        DatagramFlow flow = lab.client().flow(DNS)) {
      SERVERS.forEach(server -> nft(lab.host(server), "ct state established accept"));
      String server = flow.ask().word();
      assertThat(server).startsWith("rs-");

      lab.edit("virtual-service.yaml", "method: DR", "method: FULLNAT");

      assertThat(flow.ask().word()).isEqualTo(server);
      assertThat(lab.client().ask(DNS, 4).areComplete()).isTrue();
    }
  }

  @Test
  @Row("method-keeps-connections")
  void theTableThatRewritesSourcesGoesWithTheLastConnection() {
    try (Scenario lab =
        new Scenario(
            Topology.direct(),
            "dr",
            manifests -> manifests.replace("virtual-service.yaml", "DR", "FULLNAT"))) {
      Host director = lab.director();
      try (HeldConnections held = lab.client().hold(HTTP, 2)) {
        lab.edit("virtual-service.yaml", "method: FULLNAT", "method: DR");
        assertThat(director.run("nft", "list", "ruleset")).contains("table inet lvs-operator");
        assertThat(held.askAgain()).isEqualTo(held.answers());
        // who begins now is not rewritten
        assertThat(lab.client().get(HTTP, 4).clientsSeen()).containsExactly("10.1.210.100");
      }

      director.run("conntrack", "-F");

      // looks at conntrack have pauses between them
      AtomicInteger weight = new AtomicInteger(1);
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofSeconds(2))
          .until(
              () -> {
                int now = weight.getAndIncrement();
                lab.edit("real-servers.yaml", "weight: " + now, "weight: " + (now + 1));
                return !director.run("nft", "list", "ruleset").contains("lvs-operator");
              });
    }
  }

  private static void nft(Host host, String rule) {
    host.run("nft", "add", "table", "ip", "pods");
    host.run("nft", "add chain ip pods in { type nat hook prerouting priority dstnat; }");
    host.run("nft", "add rule ip pods in ip daddr " + VIP + " " + rule);
  }
}
