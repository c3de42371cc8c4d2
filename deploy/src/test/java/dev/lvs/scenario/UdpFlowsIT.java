package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.ClientAnswer;
import dev.lvs.lab.traffic.DatagramFlow;
import dev.lvs.verdict.Row;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients that keep their port while the real server that answers them is removed. */
@Tag("kernel")
class UdpFlowsIT {
  private static final String DNS = "10.1.210.58:53";
  private static final String EXPIRE = "net/ipv4/vs/expire_nodest_conn";
  private static final String GROUP = "nodeSelector: {matchLabels: {lvs.dev/director: \"true\"}}";

  @Test
  void withFullNatTheyMoveToAnotherAtOnce() {
    try (Scenario lab = new Scenario(Topology.direct(), "fullnat");
        DatagramFlow one = lab.client().flow(DNS);
        DatagramFlow other = lab.client().flow(DNS)) {
      String removed = one.ask().word();
      String staying = other.ask().word();
      assertThat(staying).isNotEqualTo(removed);
      assertThat(one.ask().word()).isEqualTo(removed);
      assertThat(tracked(lab)).hasSize(2);

      lab.remove("real-servers.yaml", address(removed));

      assertThat(tracked(lab)).singleElement().asString().contains("sport=" + other.port());
      assertThat(one.ask().word()).isEqualTo(staying);
      assertThat(other.ask().word()).isEqualTo(staying);
      assertThat(lab.director().sysctl(EXPIRE)).isEqualTo("0");
    }
  }

  @Test
  void withNatTheyMoveToAnotherAtOnce() {
    try (Scenario lab =
            new Scenario(
                Topology.nat(2),
                "nat",
                manifests ->
                    manifests.replace(
                        "virtual-service.yaml",
                        "{port: 80, targetPort: 8080}",
                        "{port: 53, targetPort: 8080, protocol: UDP}"));
        DatagramFlow flow = lab.client().flow(DNS)) {
      String removed = flow.ask().word();
      assertThat(flow.ask().word()).isEqualTo(removed);

      lab.remove("real-servers.yaml", removed.equals("web-1") ? "192.0.2.21" : "192.0.2.22");

      // what comes within a tick of the kernel's clock is still lost
      ClientAnswer first = flow.ask();
      ClientAnswer next = first instanceof ClientAnswer.Failure ? flow.ask() : first;
      assertThat(next.word()).startsWith("web-").isNotEqualTo(removed);
    }
  }

  @Test
  @Row("udp-dr-removed")
  void withDirectRoutingTheyMoveToAnotherAtOnce() {
    try (Scenario lab = new Scenario(Topology.direct(), "dns");
        DatagramFlow flow = lab.client().flow(DNS)) {
      movesWhenItsServerIsRemoved(lab, flow);
    }
  }

  @Test
  @Row("udp-dr-removed")
  void withTunnelsTheyMoveToAnotherAtOnce() {
    try (Scenario lab =
            new Scenario(
                Topology.direct(),
                "dns",
                manifests -> manifests.replace("virtual-service.yaml", "DR", "TUN"));
        DatagramFlow flow = lab.client().flow(DNS)) {
      movesWhenItsServerIsRemoved(lab, flow);
    }
  }

  @Test
  @Row("udp-dr-removed")
  void withDirectRoutingTheyAreStuckWhereSomebodyElseRemovesTheServer() {
    try (Scenario lab = new Scenario(Topology.direct(), "dns");
        DatagramFlow flow = lab.client().flow(DNS)) {
      String removed = flow.ask().word();
      assertThat(flow.ask().word()).isEqualTo(removed);

      lab.agents().stop();
      lab.director().run("ipvsadm", "-d", "-u", DNS, "-r", address(removed));

      assertThat(flow.ask().word()).isEqualTo("TIMEOUT");
      assertThat(flow.ask().word()).isEqualTo("TIMEOUT");
    }
  }

  private static void movesWhenItsServerIsRemoved(Scenario lab, DatagramFlow flow) {
    String removed = flow.ask().word();
    assertThat(flow.ask().word()).isEqualTo(removed);

    String name = removed.equals("rs-52") ? "dns-1" : "dns-2";
    lab.edit("virtual-service.yaml", "[dns-1, dns-2]", "[" + other(name) + "]");

    // what comes within a tick of the kernel's clock is still lost
    ClientAnswer first = flow.ask();
    ClientAnswer next = first instanceof ClientAnswer.Failure ? flow.ask() : first;
    assertThat(next.word()).startsWith("rs-").isNotEqualTo(removed);
    assertThat(lab.director().sysctl(EXPIRE)).isEqualTo("0");
  }

  private static String other(String name) {
    return name.equals("dns-1") ? "dns-2" : "dns-1";
  }

  @Test
  void theyAreStuckWhereAGroupKeepsTheKernelFromForgettingThem() {
    try (Scenario lab =
            new Scenario(
                Topology.direct(),
                "fullnat",
                manifests ->
                    manifests.replace(
                        "cluster.yaml",
                        GROUP,
                        GROUP + "\n  ipvsSysctls: {expire_nodest_conn: 0}"));
        DatagramFlow flow = lab.client().flow(DNS)) {
      String removed = flow.ask().word();
      assertThat(flow.ask().word()).isEqualTo(removed);

      lab.remove("real-servers.yaml", address(removed));

      // conntrack has forgotten it, IPVS has not
      assertThat(tracked(lab)).isEmpty();
      assertThat(flow.ask().word()).isEqualTo("TIMEOUT");
      assertThat(flow.ask().word()).isEqualTo("TIMEOUT");
    }
  }

  private static String address(String server) {
    return "10.1.210." + server.substring("rs-".length());
  }

  /** Returns what conntrack, the witness, knows of flows to the VIP. */
  private static List<String> tracked(Scenario lab) {
    return lab.director()
        .run("cat", "/proc/net/nf_conntrack")
        .lines()
        .filter(line -> line.contains("udp") && line.contains("dst=10.1.210.58 "))
        .toList();
  }
}
