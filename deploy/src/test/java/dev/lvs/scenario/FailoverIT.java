package dev.lvs.scenario;

import static dev.lvs.lab.Lab.pass;
import static dev.lvs.scenario.DirectorPair.other;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.api.v1alpha1.GroupStanding;
import dev.lvs.api.v1alpha1.LeaseReport;
import dev.lvs.lab.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two directors of which one has the VIP by a Lease, as a station sees it that asks every 10 ms who
 * has it.
 */
@Tag("kernel")
class FailoverIT {
  private static final String STATION = DirectorPair.STATION;

  /** MAC address of a second interface. */
  private static final String SECOND = "02:00:0a:01:d2:99";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private @Nullable DirectorPair pair;

  /** When one director had the VIP and clients were served, as {@code nanoTime}. */
  private long begun;

  @AfterEach
  void close() {
    pair().close();
  }

  private void begin(String outage) {
    begin(outage, Topology.VIP);
  }

  private void begin(String outage, String vip) {
    pair = new DirectorPair(outage, vip);
    begun = System.nanoTime();
  }

  private DirectorPair pair() {
    return Objects.requireNonNull(pair);
  }

  private List<String> owners() {
    return pair().owners();
  }

  private void assertMoved(String from) {
    await().atMost(PATIENCE).until(() -> owners().size() > 1);
    pass(Duration.ofSeconds(3));
    assertThat(owners()).containsExactly(from, other(from));
    assertThat(pair().ask()).hasToString("rs-52=1 rs-53=1");
  }

  private void tell(String what) {
    System.out.println(
        "failover: %s: longest silence %d ms"
            .formatted(what, pair().sniffer().longestGap(begun, System.nanoTime()).toMillis()));
  }

  @Test
  void anotherAnswersForOneThatStandsStillWhichNeverDoesAgain() {
    begin("Release");
    String holder = owners().getFirst();

    pair().node(holder).stop();
    try {
      assertMoved(holder);
      tell("the holder stands still");
    } finally {
      pair().node(holder).resume();
    }
    pass(Duration.ofSeconds(3));

    assertThat(owners()).containsExactly(holder, other(holder));
  }

  @Test
  void aDirectorWithoutItsLinkGivesTheVipAwayAndDoesNotTakeItBack() {
    begin("Hold");
    String holder = owners().getFirst();

    pair().lab().carrier(holder, 0, false);
    assertMoved(holder);
    tell("the link of the holder is down");
    pair().lab().carrier(holder, 0, true);
    pass(Duration.ofSeconds(4));

    assertThat(owners()).containsExactly(holder, other(holder));
  }

  @ParameterizedTest
  @ValueSource(strings = {Topology.VIP, DirectorPair.VIP6})
  void aHolderWithoutTheApiServerKeepsTheVipWhereItHolds(String vip) {
    begin("Hold", vip);
    String holder = owners().getFirst();

    pair().node(holder).way().cut(true);
    pass(Duration.ofSeconds(10));
    pair().node(holder).way().cut(false);
    pass(Duration.ofSeconds(3));

    assertThat(owners()).containsExactly(holder);
    tell("the holder was without the API server for 10 s, Hold");
  }

  @Test
  void aHolderWithoutTheApiServerLosesTheVipWhereItReleases() {
    begin("Release");
    String holder = owners().getFirst();

    pair().node(holder).way().cut(true);
    assertMoved(holder);
    tell("the holder is without the API server, Release");
    pair().node(holder).way().cut(false);
    pass(Duration.ofSeconds(3));

    assertThat(owners()).containsExactly(holder, other(holder));
  }

  @Test
  void anAgentThatIsStartedAgainMovesNothing() {
    begin("Hold");
    String holder = owners().getFirst();

    pair().agents().stop(holder);
    pass(Duration.ofSeconds(4));
    pair().agents().resume();
    pass(Duration.ofSeconds(8));

    assertThat(owners()).containsExactly(holder);
    tell("the agent of the holder was away for 4 s");
  }

  @ParameterizedTest
  @ValueSource(strings = {Topology.VIP, DirectorPair.VIP6})
  void aStationThatAnswersForTheVipOfTheHolderIsToldAndTakesNothingFromIt(String vip) {
    begin("Hold", vip);
    String holder = owners().getFirst();
    int before = pair().node(holder).asked();
    await().atMost(PATIENCE).until(() -> pair().node(holder).asked() > before);
    assertThat(report(holder).stations()).isEmpty();

    pair().host(STATION).ip("address add " + pair().vip() + " dev e0 nodad");
    await().atMost(PATIENCE).until(() -> !report(holder).stations().isEmpty());
    assertThat(stations(holder)).containsExactly(STATION);
    assertThat(report(holder).state()).isEqualTo(GroupStanding.HOLDER);
    assertThat(report(other(holder)).state()).isEqualTo(GroupStanding.WAITING);
    assertThat(stations(other(holder))).isEmpty();

    pair().host(STATION).ip("address del " + pair().vip() + " dev e0");
    await().atMost(PATIENCE).until(() -> report(holder).stations().isEmpty());
    assertThat(report(holder).state()).isEqualTo(GroupStanding.HOLDER);
  }

  /** The kernel answers for an address on every interface, and there is no fence on this one. */
  @Test
  void anotherInterfaceOfTheHolderIsNoOtherStation() {
    begin("Hold");
    String holder = owners().getFirst();
    pair().lab().plug(holder, "e9", "10.1.210", SECOND);
    pair().host(holder).ip("link set e9 up");

    await().atMost(PATIENCE).until(() -> pair().sniffer().owners().contains(SECOND));
    int before = pair().node(holder).asked();
    await().atMost(PATIENCE).until(() -> pair().node(holder).asked() > before + 1);
    assertThat(report(holder).stations()).isEmpty();
    assertThat(report(holder).state()).isEqualTo(GroupStanding.HOLDER);
  }

  @ParameterizedTest
  @ValueSource(strings = {Topology.VIP, DirectorPair.VIP6})
  void aStationThatAnswersKeepsAnotherFromTakingTheVipAndIsTold(String vip) {
    begin("Hold", vip);
    String holder = owners().getFirst();
    String heir = other(holder);
    pair().host(STATION).ip("address add " + pair().vip() + " dev e0 nodad");

    pair().node(holder).stop();
    try {
      await().atMost(PATIENCE).until(() -> !report(heir).stations().isEmpty());
      assertThat(stations(heir)).containsExactly(STATION);
      assertThat(report(heir).state()).isEqualTo(GroupStanding.WAITING);

      pair().host(STATION).ip("address del " + pair().vip() + " dev e0");
      await().atMost(PATIENCE).until(() -> report(heir).state() == GroupStanding.HOLDER);
      assertThat(report(heir).stations()).isEmpty();
    } finally {
      pair().node(holder).resume();
    }
  }

  /** What the node reports of its Lease. */
  private LeaseReport report(String node) {
    return pair().agents().inbox(node).leases().getFirst();
  }

  /** The machines that a node reports to answer for the VIP. */
  private List<String> stations(String node) {
    return report(node).stations().stream()
        .map(one -> pair().lab().owner(one.mac()).orElse(one.mac()))
        .toList();
  }
}
