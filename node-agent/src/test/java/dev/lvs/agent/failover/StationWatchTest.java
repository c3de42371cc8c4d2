package dev.lvs.agent.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.AnsweringStation;
import dev.lvs.net.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Turns of questions for VIPs, and stations that answered. */
class StationWatchTest {
  private static final IpAddress VIP = IpAddress.parse("192.0.2.1");
  private static final IpAddress OTHER = IpAddress.parse("192.0.2.2");
  private static final IpAddress V6 = IpAddress.parse("2001:db8::1");
  private static final AnsweringStation STATION = new AnsweringStation(VIP, "02:00:00:00:00:09");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private Instant now = Instant.EPOCH;
  private final StationWatch watch = new StationWatch(now);

  @Test
  void asksAtOnceAndThenAtIntervals() {
    assertThat(due(Set.of(VIP))).containsExactly(VIP);

    now = now.plusSeconds(9);
    assertThat(due(Set.of(VIP))).isEmpty();
    now = now.plusSeconds(1);
    assertThat(due(Set.of(VIP))).containsExactly(VIP);

    now = now.plusSeconds(1);
    watch.begin(now);
    assertThat(due(Set.of(VIP))).containsExactly(VIP);
  }

  /** The API server has gone away: the next question is not where it was. */
  @Test
  void asksOftenAsSoonAsThatIsWanted() {
    due(Set.of(VIP));

    now = now.plusSeconds(2);

    assertThat(watch.due(Set.of(VIP), now, SECOND)).containsExactly(VIP);
    assertThat(watch.due(Set.of(VIP), now, SECOND)).isEmpty();
  }

  @Test
  void asksForAllOfManyInTurn() {
    List<IpAddress> many =
        IntStream.rangeClosed(1, 20).mapToObj(i -> IpAddress.parse("192.0.2." + i)).toList();
    Set<IpAddress> asked = new HashSet<>();

    for (int i = 0; i < 3; i++) {
      List<IpAddress> some = due(new HashSet<>(many));
      assertThat(some).hasSize(StationWatch.MOST);
      asked.addAll(some);
      now = now.plus(StationWatch.INTERVAL);
    }

    assertThat(asked).containsExactlyInAnyOrderElementsOf(many);
  }

  @Test
  void asksForAddressesOfBothFamilies() {
    assertThat(due(Set.of(VIP, V6))).containsExactly(VIP, V6);
    assertThat(StationWatch.first(Set.of(V6))).containsExactly(V6);
  }

  /** One lost answer is no sign that a station is gone. */
  @Test
  void aStationIsGoneWhenItWasSilentThreeTimes() {
    watch.take(Set.of(VIP), List.of(STATION));
    assertThat(watch.stations()).containsExactly(STATION);

    watch.take(Set.of(VIP), List.of());
    watch.take(Set.of(VIP), List.of());
    watch.take(Set.of(OTHER), List.of());
    assertThat(watch.stations()).containsExactly(STATION);

    watch.take(Set.of(VIP), List.of());
    assertThat(watch.stations()).isEmpty();
  }

  @Test
  void anAnswerBeginsTheCountAnew() {
    watch.take(Set.of(VIP), List.of(STATION));
    watch.take(Set.of(VIP), List.of());
    watch.take(Set.of(VIP), List.of());
    watch.take(Set.of(VIP), List.of(STATION));
    watch.take(Set.of(VIP), List.of());

    assertThat(watch.stations()).containsExactly(STATION);
  }

  @Test
  void forgetsVipsThatTheGroupHasNotAnyMore() {
    watch.take(Set.of(VIP), List.of(STATION));

    due(Set.of(OTHER));

    assertThat(watch.stations()).isEmpty();
  }

  private List<IpAddress> due(Set<IpAddress> vips) {
    return watch.due(vips, now, StationWatch.INTERVAL);
  }
}
