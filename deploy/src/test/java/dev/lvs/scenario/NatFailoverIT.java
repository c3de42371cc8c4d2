package dev.lvs.scenario;

import static dev.lvs.lab.Lab.pass;
import static dev.lvs.scenario.DirectorPair.A;
import static dev.lvs.scenario.DirectorPair.B;
import static dev.lvs.scenario.DirectorPair.LEASE;
import static dev.lvs.scenario.DirectorPair.TIMING;
import static dev.lvs.scenario.DirectorPair.other;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.api.v1alpha1.GroupStanding;
import dev.lvs.lab.Agents;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Lab;
import dev.lvs.lab.Topology;
import dev.lvs.lab.failover.FailoverAgent;
import dev.lvs.lab.failover.LeasesInMemory;
import dev.lvs.lab.traffic.FrameSocket;
import dev.lvs.lab.traffic.Sniffer;
import dev.lvs.net.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** NAT by two directors: answers go by the default route of the real servers. */
@Tag("kernel")
class NatFailoverIT {
  /** Default route of the real servers that moves with the VIP. */
  private static final String GATEWAY = "192.0.2.1";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final LeasesInMemory leases = new LeasesInMemory();
  private final EditableManifests manifests = EditableManifests.ofExample("nat-failover");
  private final Map<String, FailoverAgent> nodes = new TreeMap<>();
  private @Nullable Lab lab;
  private @Nullable Agents agents;

  @AfterEach
  void close() {
    if (agents != null) {
      agents.close();
    }
    leases.close();
    manifests.close();
    lab().close();
  }

  @Test
  void theDefaultRouteOfRealServersMovesWithTheVip() {
    begin(GATEWAY);
    try (Sniffer inside = insideAskingFor(GATEWAY)) {
      String holder = holder();
      await().atMost(PATIENCE).until(() -> inside.seen().size() > 50);
      assertThat(ask()).isEqualTo("web-1=1 web-2=1");

      node(holder).stop();
      try {
        await().atMost(PATIENCE).until(() -> holds(other(holder)));
        await().atMost(PATIENCE).until(() -> inside.owners().size() > 1);
        pass(Duration.ofSeconds(1));
        assertThat(ask()).isEqualTo("web-1=1 web-2=1");
      } finally {
        node(holder).resume();
      }
      pass(Duration.ofSeconds(3));

      assertThat(inside.owners().stream().map(mac -> lab().owner(mac).orElse(mac)))
          .containsExactly(holder, other(holder));
      assertThat(ask()).isEqualTo("web-1=1 web-2=1");
    }
  }

  @Test
  void aDirectorWithoutItsInterfaceToTheRealServersLeaves() {
    begin(GATEWAY);
    String holder = holder();
    int back = 1;

    lab().carrier(holder, back, false);

    await().atMost(PATIENCE).until(() -> holds(other(holder)));
    await().atMost(PATIENCE).until(() -> ask().equals("web-1=1 web-2=1"));
    assertThat(report(holder)).contains("interface e1 is down or has no carrier");
  }

  @Test
  void noClientIsAnsweredByAnotherDirectorThanTheDefaultRouteLeadsTo() {
    manifests.replace("virtual-service.yaml", "[10.1.210.58, 192.0.2.1]", "[10.1.210.58]");
    begin("192.0.2.51");
    String holder = holder();
    assertThat(ask()).isEqualTo(holder.equals(A) ? "web-1=1 web-2=1" : "none");

    node(holder).stop();
    try {
      await().atMost(PATIENCE).until(() -> holds(other(holder)));
      pass(Duration.ofSeconds(1));
      assertThat(ask()).isEqualTo(holder.equals(A) ? "none" : "web-1=1 web-2=1");
    } finally {
      node(holder).resume();
    }
  }

  private void begin(String gateway) {
    lab = Lab.of(Topology.natByTwo(gateway));
    leases.free(LEASE, TIMING.length());
    agents = Agents.failingOver(lab, manifests, node -> node(node).keeper());
  }

  private Lab lab() {
    return Objects.requireNonNull(lab);
  }

  private FailoverAgent node(String name) {
    return nodes.computeIfAbsent(name, _ -> new FailoverAgent(name, leases.way()));
  }

  private Sniffer insideAskingFor(String address) {
    return new Sniffer(
        lab().host("web-1").inside(() -> new FrameSocket("e0")),
        List.of(IpAddress.parse("0.0.0.0")),
        List.of(IpAddress.parse(address)));
  }

  private String holder() {
    await().atMost(PATIENCE).until(() -> holds(A) || holds(B));
    await().atMost(PATIENCE).until(() -> !ask().equals("none") || !holds(A));
    return holds(A) ? A : B;
  }

  private boolean holds(String node) {
    return Objects.requireNonNull(agents).inbox(node).leases().stream()
        .anyMatch(one -> one.state() == GroupStanding.HOLDER);
  }

  private String report(String node) {
    return String.valueOf(Objects.requireNonNull(agents).inbox(node).leases().getFirst().why());
  }

  /** Answers to two clients by the real server, or "none". */
  private String ask() {
    String answers = lab().client().get(Topology.VIP + ":80", 2).toString();
    return answers.contains("web-") ? answers : "none";
  }
}
