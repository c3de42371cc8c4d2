package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.agent.lease.Timing;
import dev.lvs.api.v1alpha1.GroupStanding;
import dev.lvs.api.v1alpha1.LeaseReport;
import dev.lvs.lab.Agents;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Lab;
import dev.lvs.lab.Machine;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two directors of which one has the VIP by a Lease, as a station sees it that asks every 10 ms who
 * has it.
 */
@Tag("kernel")
class FailoverIT {
  private static final String A = "director-a";
  private static final String B = "director-b";
  private static final String STATION = "station";
  private static final String HTTP = Topology.VIP + ":80";
  private static final String LEASE = "lvs-default-0";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Lab lab =
      Lab.of(Topology.twoDirectors().with(Stream.of(Machine.named(STATION, "10.1.210.60"))));
  private final LeasesInMemory leases = new LeasesInMemory();
  private final Map<String, FailoverAgent> nodes = new TreeMap<>();
  private EditableManifests manifests = EditableManifests.ofExample("two-directors");
  private @Nullable Agents running;
  private @Nullable Sniffer listening;

  /** When one director had the VIP and clients were served, as {@code nanoTime}. */
  private long begun;

  @AfterEach
  void close() {
    agents().close();
    sniffer().close();
    leases.close();
    manifests.close();
    lab.close();
  }

  private void begin(String outage) {
    manifests =
        manifests.replace(
            "cluster.yaml",
            "  announcement: {mode: none}",
            "  vipInterface: e0\n  announcement: {mode: lease, profile: Fast, apiOutage: %s}"
                .formatted(outage));
    leases.free(LEASE, Timing.FAST.length());
    Sniffer sniffer =
        new Sniffer(
            lab.host(Topology.CLIENT).inside(() -> new FrameSocket("e0")),
            List.of(IpAddress.parse("0.0.0.0")),
            List.of(IpAddress.parse(Topology.VIP)));
    listening = sniffer;
    running = Agents.failingOver(lab, manifests, node -> node(node).keeper());
    await().atMost(PATIENCE).until(() -> sniffer.seen().size() > 50);
    assertThat(owners()).hasSize(1);
    assertThat(lab.client().get(HTTP, 2)).hasToString("rs-52=1 rs-53=1");
    begun = System.nanoTime();
  }

  private FailoverAgent node(String name) {
    return nodes.computeIfAbsent(name, _ -> new FailoverAgent(name, leases.way()));
  }

  private Agents agents() {
    return Objects.requireNonNull(running);
  }

  private Sniffer sniffer() {
    return Objects.requireNonNull(listening);
  }

  /** The machines that said they have the VIP, one after the other. */
  private List<String> owners() {
    return sniffer().owners().stream().map(mac -> lab.owner(mac).orElse(mac)).toList();
  }

  private static String other(String node) {
    return node.equals(A) ? B : A;
  }

  private void assertMoved(String from) {
    await().atMost(PATIENCE).until(() -> owners().size() > 1);
    pass(Duration.ofSeconds(3));
    assertThat(owners()).containsExactly(from, other(from));
    assertThat(lab.client().get(HTTP, 2)).hasToString("rs-52=1 rs-53=1");
  }

  private void tell(String what) {
    System.out.println(
        "failover: %s: longest silence %d ms"
            .formatted(what, sniffer().longestGap(begun, System.nanoTime()).toMillis()));
  }

  private static void pass(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anotherAnswersForOneThatStandsStillWhichNeverDoesAgain() {
    begin("Release");
    String holder = owners().getFirst();

    node(holder).stop();
    try {
      assertMoved(holder);
      tell("the holder stands still");
    } finally {
      node(holder).resume();
    }
    pass(Duration.ofSeconds(3));

    assertThat(owners()).containsExactly(holder, other(holder));
  }

  @Test
  void aDirectorWithoutItsLinkGivesTheVipAwayAndDoesNotTakeItBack() {
    begin("Hold");
    String holder = owners().getFirst();

    lab.carrier(holder, 0, false);
    assertMoved(holder);
    tell("the link of the holder is down");
    lab.carrier(holder, 0, true);
    pass(Duration.ofSeconds(4));

    assertThat(owners()).containsExactly(holder, other(holder));
  }

  @Test
  void aHolderWithoutTheApiServerKeepsTheVipWhereItHolds() {
    begin("Hold");
    String holder = owners().getFirst();

    node(holder).way().cut(true);
    pass(Duration.ofSeconds(10));
    node(holder).way().cut(false);
    pass(Duration.ofSeconds(3));

    assertThat(owners()).containsExactly(holder);
    tell("the holder was without the API server for 10 s, Hold");
  }

  @Test
  void aHolderWithoutTheApiServerLosesTheVipWhereItReleases() {
    begin("Release");
    String holder = owners().getFirst();

    node(holder).way().cut(true);
    assertMoved(holder);
    tell("the holder is without the API server, Release");
    node(holder).way().cut(false);
    pass(Duration.ofSeconds(3));

    assertThat(owners()).containsExactly(holder, other(holder));
  }

  @Test
  void anAgentThatIsStartedAgainMovesNothing() {
    begin("Hold");
    String holder = owners().getFirst();

    agents().stop(holder);
    pass(Duration.ofSeconds(4));
    agents().resume();
    pass(Duration.ofSeconds(8));

    assertThat(owners()).containsExactly(holder);
    tell("the agent of the holder was away for 4 s");
  }

  @Test
  void aStationThatAnswersForTheVipOfTheHolderIsToldAndTakesNothingFromIt() {
    begin("Hold");
    String holder = owners().getFirst();
    int before = node(holder).asked();
    await().atMost(PATIENCE).until(() -> node(holder).asked() > before);
    assertThat(report(holder).stations()).isEmpty();

    lab.host(STATION).ip("address add " + Topology.VIP + "/32 dev e0");
    await().atMost(PATIENCE).until(() -> !report(holder).stations().isEmpty());
    assertThat(stations(holder)).containsExactly(STATION);
    assertThat(report(holder).state()).isEqualTo(GroupStanding.HOLDER);
    assertThat(report(other(holder)).state()).isEqualTo(GroupStanding.WAITING);
    assertThat(stations(other(holder))).isEmpty();

    lab.host(STATION).ip("address del " + Topology.VIP + "/32 dev e0");
    await().atMost(PATIENCE).until(() -> report(holder).stations().isEmpty());
    assertThat(report(holder).state()).isEqualTo(GroupStanding.HOLDER);
  }

  @Test
  void aStationThatAnswersKeepsAnotherFromTakingTheVipAndIsTold() {
    begin("Hold");
    String holder = owners().getFirst();
    String heir = other(holder);
    lab.host(STATION).ip("address add " + Topology.VIP + "/32 dev e0");

    node(holder).stop();
    try {
      await().atMost(PATIENCE).until(() -> !report(heir).stations().isEmpty());
      assertThat(stations(heir)).containsExactly(STATION);
      assertThat(report(heir).state()).isEqualTo(GroupStanding.WAITING);

      lab.host(STATION).ip("address del " + Topology.VIP + "/32 dev e0");
      await().atMost(PATIENCE).until(() -> report(heir).state() == GroupStanding.HOLDER);
      assertThat(report(heir).stations()).isEmpty();
    } finally {
      node(holder).resume();
    }
  }

  /** What the node reports of its Lease. */
  private LeaseReport report(String node) {
    return agents().inbox(node).leases().getFirst();
  }

  /** The machines that a node reports to answer for the VIP. */
  private List<String> stations(String node) {
    return report(node).stations().stream()
        .map(one -> lab.owner(one.mac()).orElse(one.mac()))
        .toList();
  }
}
