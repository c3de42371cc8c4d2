package dev.lvs.scenario;

import static dev.lvs.lab.Topology.VIP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.report.StatusFile;
import dev.lvs.api.v1alpha1.LingeringVip;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.lab.AgentProcess;
import dev.lvs.lab.Host;
import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.HeldConnections;
import dev.lvs.verdict.Row;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Another forwarding method for a service that has clients. */
@Tag("kernel")
class MethodChangeIT {
  private static final String HTTP = "10.1.210.58:80";

  @ParameterizedTest
  @CsvSource({
    "TUN, DR", "NAT, DR", "DR, TUN", "DR, NAT", "NAT, TUN", "TUN, NAT",
    "FULLNAT, DR", "FULLNAT, TUN", "FULLNAT, NAT", "DR, FULLNAT", "TUN, FULLNAT", "NAT, FULLNAT"
  })
  @Row({"method-to-dr", "method-keeps-connections"})
  void connectionsGoOnAndNewOnesTakeTheOtherMethod(String former, String next) {
    try (Scenario lab = by(former);
        HeldConnections held = lab.client().hold(HTTP, 4)) {
      assertThat(held.answers()).hasToString("rs-52=2 rs-53=2");

      lab.edit("virtual-service.yaml", former, next);

      // an old connection is the first to ask for the route
      assertThat(held.askAgain()).isEqualTo(held.answers());
      assertThat(lab.client().get(HTTP, 4)).hasToString("rs-52=2 rs-53=2");
      // and again when the kernel has forgotten it
      lab.edit("real-servers.yaml", "weight: 1", "weight: 2");
      assertThat(held.askAgain()).isEqualTo(held.answers());
      assertThat(lab.client().get(HTTP, 6).areComplete()).isTrue();
    }
  }

  @Test
  @Row("method-keeps-connections")
  void theFormerSideGoesWithTheLastConnection() {
    try (Scenario lab = by("TUN")) {
      Host server = lab.host("rs-52");
      try (HeldConnections held = lab.client().hold(HTTP, 2)) {
        lab.edit("virtual-service.yaml", "TUN", "NAT");
        assertThat(server.run("ip", "-o", "addr")).contains(VIP + "/32");
        assertThat(held.askAgain()).isEqualTo(held.answers());
      }

      // another plan of the real server, so that its agent looks again
      lab.edit("virtual-service.yaml", "NAT", "DR");
      lab.edit("virtual-service.yaml", "DR", "NAT");

      assertThat(server.run("ip", "-o", "addr")).doesNotContain(VIP + "/32", "lvsi-");
      assertThat(server.sysctl("net/ipv4/conf/e0/arp_ignore")).isEqualTo("0");
    }
  }

  @Test
  @Row("method-keeps-connections")
  void aNodeSaysWhatItKeepsForConnectionsAndUntilWhen() throws Exception {
    try (Scenario lab = new Scenario(Topology.direct(), "dr");
        HeldConnections held = lab.client().hold(HTTP, 1)) {
      String busy = held.answers().counts().keySet().iterator().next();
      String idle = busy.equals("rs-52") ? "rs-53" : "rs-52";
      assertThat(lingering(lab, busy)).as("while it is planned").isEmpty();
      Instant before = Instant.now();

      lab.agents().manifests().delete("virtual-service.yaml");
      lab.agents().settle();

      assertThat(lab.host(busy).run("ip", "-o", "addr")).contains(VIP + "/32");
      assertThat(lingering(lab, busy))
          .singleElement()
          .satisfies(
              vip -> {
                assertThat(vip.address()).hasToString(VIP);
                assertThat(vip.device()).isEqualTo("lo");
                assertThat(vip.connections()).isEqualTo(1);
                assertThat(Instant.parse(vip.until()).minus(Duration.ofMinutes(15)))
                    .isBetween(before, Instant.now().plusSeconds(1));
              });
      assertThat(status(lab, busy))
          .contains(
              "Lingering: VIP 10.1.210.58 on lo, which the plan has no more, for up to 1 open");
      assertThat(status(lab, idle)).doesNotContain("Lingering");
      assertThat(lab.host(idle).run("ip", "-o", "addr")).doesNotContain(VIP + "/32");
      assertThat(lingering(lab, idle)).as("without connections").isEmpty();
    }
  }

  /** Returns what lvs status prints. */
  private static String status(Scenario lab, String node) {
    AgentProcess status =
        AgentProcess.with(lab.host(node), lab.agents().state(node).resolveSibling(""), "status");
    status.await();
    return status.log();
  }

  private static List<LingeringVip> lingering(Scenario lab, String node) throws IOException {
    PlanReport report = StatusFile.read(lab.agents().state(node)).orElseThrow().status().report();
    return Objects.requireNonNull(report).lingering();
  }

  @ParameterizedTest
  @CsvSource({"TUN, DR", "DR, TUN"})
  @Row({"method-to-dr", "method-keeps-connections"})
  void connectionsOfIpv6GoOnAsWell(String former, String next) {
    String http = "[2001:db8:210::58]:80";
    try (Scenario lab =
            new Scenario(
                Topology.direct().dualStack(),
                "dr",
                manifests -> {
                  for (String host : List.of("52", "53")) {
                    String six = "'2001:db8:210::" + host + "'";
                    manifests
                        .replace("nodes.yaml", "10.1.210." + host, six)
                        .replace("real-servers.yaml", "10.1.210." + host, six);
                  }
                  return manifests
                      .replace("cluster.yaml", "10.1.210.58/32", "'2001:db8:210::58'")
                      .replace("virtual-service.yaml", "[10.1.210.58]", "['2001:db8:210::58']")
                      .replace("virtual-service.yaml", "method: DR", "method: " + former);
                });
        HeldConnections held = lab.client().hold(http, 4)) {
      assertThat(held.answers()).hasToString("rs-52=2 rs-53=2");

      lab.edit("virtual-service.yaml", "method: " + former, "method: " + next);

      assertThat(held.askAgain()).isEqualTo(held.answers());
      assertThat(lab.client().get(http, 4)).hasToString("rs-52=2 rs-53=2");
    }
  }

  /** The kernel's trap: without a route by itself nobody is found. */
  @Test
  @Row("method-to-dr")
  void byHandNewConnectionsAreLost() {
    try (Scenario lab = by("TUN");
        HeldConnections held = lab.client().hold(HTTP, 4)) {
      lab.edit("virtual-service.yaml", "TUN", "DR");
      lab.agents().stop();
      for (String server : List.of("10.1.210.52", "10.1.210.53")) {
        lab.director().run("ip", "route", "del", server, "via", server);
      }

      assertThat(held.askAgain()).isEqualTo(held.answers());
      assertThat(lab.client().get(HTTP, 2).areComplete()).isFalse();
    }
  }

  @Test
  @Row("method-to-dr")
  void theRouteGoesWithTheService() {
    try (Scenario lab = by("TUN")) {
      String before = lab.director().run("ip", "route");
      lab.edit("virtual-service.yaml", "TUN", "DR");
      assertThat(lab.director().run("ip", "route")).contains("10.1.210.52 via 10.1.210.52");

      lab.agents().manifests().delete("virtual-service.yaml");
      lab.agents().settle();

      assertThat(lab.director().run("ip", "route")).isEqualTo(before);
    }
  }

  /** Every method works: what comes from the real server's own address goes by the director. */
  private static Scenario by(String method) {
    Scenario lab =
        new Scenario(
            Topology.routed(),
            "dr",
            manifests -> manifests.replace("virtual-service.yaml", "DR", method));
    for (String server : List.of("52", "53")) {
      Host host = lab.host("rs-" + server);
      host.sysctl("net/ipv4/conf/all/accept_redirects", "0");
      host.sysctl("net/ipv4/conf/e0/accept_redirects", "0");
      host.ip(
          "rule add from 10.1.210." + server + " table 100",
          "route add default via 10.1.210.51 table 100");
    }
    return lab;
  }
}
