package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.agent.lease.Timing;
import dev.lvs.lab.Agents;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Host;
import dev.lvs.lab.Lab;
import dev.lvs.lab.Machine;
import dev.lvs.lab.Topology;
import dev.lvs.lab.failover.FailoverAgent;
import dev.lvs.lab.failover.LeasesInMemory;
import dev.lvs.lab.traffic.Answers;
import dev.lvs.lab.traffic.FrameSocket;
import dev.lvs.lab.traffic.Sniffer;
import dev.lvs.net.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Two directors of which one has the VIP by a Lease with profile Fast, and a station that asks
 * every 10 ms who has it.
 */
final class DirectorPair implements AutoCloseable {
  static final String A = "director-a";
  static final String B = "director-b";

  /** A machine of the same network that has nothing to do with them. */
  static final String STATION = "station";

  static final String LEASE = "lvs-default-0";
  static final Timing TIMING = Timing.FAST;

  /** A VIP of IPv6 that stands for the other one. */
  static final String VIP6 = "2001:db8:210::58";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Lab lab =
      Lab.of(
          Topology.twoDirectors()
              .with(Stream.of(Machine.named(STATION, "10.1.210.60")))
              .dualStack());
  private final String vip;
  private final LeasesInMemory leases = new LeasesInMemory();
  private final EditableManifests manifests = EditableManifests.ofExample("two-directors");
  private final Map<String, FailoverAgent> nodes = new TreeMap<>();
  private final Sniffer sniffer;
  private final Agents agents;

  /**
   * Starts them, and waits until one has the VIP and clients are served.
   *
   * @param outage {@code spec.announcement.apiOutage}
   */
  DirectorPair(String outage) {
    this(outage, Topology.VIP);
  }

  /** The same with another VIP. */
  DirectorPair(String outage, String vip) {
    this.vip = vip;
    if (isIpv6()) {
      of6("cluster.yaml", Topology.VIP + "/32", vip + "/128");
      of6("virtual-service.yaml", Topology.VIP, vip);
      for (String server : List.of("52", "53")) {
        of6("nodes.yaml", "10.1.210." + server, "2001:db8:210::" + server);
        of6("real-servers.yaml", "10.1.210." + server, "2001:db8:210::" + server);
      }
    }
    manifests.replace(
        "cluster.yaml",
        "  announcement: {mode: none}",
        "  vipInterface: e0\n  announcement: {mode: lease, profile: Fast, apiOutage: %s}"
            .formatted(outage));
    leases.free(LEASE, TIMING.length());
    sniffer =
        new Sniffer(
            lab.host(Topology.CLIENT).inside(() -> new FrameSocket("e0")),
            List.of(IpAddress.parse(isIpv6() ? "2001:db8:210::100" : "0.0.0.0")),
            List.of(IpAddress.parse(vip)));
    agents = Agents.failingOver(lab, manifests, node -> node(node).keeper());
    await().atMost(PATIENCE).until(() -> sniffer.seen().size() > 50);
    assertThat(owners()).hasSize(1);
    assertThat(ask()).hasToString("rs-52=1 rs-53=1");
  }

  private void of6(String file, String address, String other) {
    manifests.replace(file, address, "'" + other + "'");
  }

  private boolean isIpv6() {
    return vip.contains(":");
  }

  /** The VIP as ip(8) writes it for a single address. */
  String vip() {
    return vip + (isIpv6() ? "/128" : "/32");
  }

  Lab lab() {
    return lab;
  }

  Host host(String node) {
    return lab.host(node);
  }

  Agents agents() {
    return agents;
  }

  LeasesInMemory leases() {
    return leases;
  }

  Sniffer sniffer() {
    return sniffer;
  }

  FailoverAgent node(String name) {
    return nodes.computeIfAbsent(name, _ -> new FailoverAgent(name, leases.way()));
  }

  static String other(String node) {
    return node.equals(A) ? B : A;
  }

  /** The machines that said they have the VIP, one after the other. */
  List<String> owners() {
    return sniffer.owners().stream().map(mac -> lab.owner(mac).orElse(mac)).toList();
  }

  /** Answers to two clients. */
  Answers ask() {
    return lab.client().get(isIpv6() ? "[" + vip + "]:80" : vip + ":80", 2);
  }

  @Override
  public void close() {
    agents.close();
    sniffer.close();
    leases.close();
    manifests.close();
    lab.close();
  }
}
