package dev.lvs.agent.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.address.VipChange.AddVip;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddService;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Outcome.Applied;
import dev.lvs.agent.report.Fight;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.net.IpAddress;
import dev.lvs.verdict.Row;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FightsTest {
  private static final ServiceKey WEB =
      new AddressKey(Protocol.TCP, IpAddress.parse("192.0.2.10"), 80);
  private static final Change VIP = new AddVip(new Vip(IpAddress.parse("192.0.2.10"), "eth0"));
  private static final Change SERVICE =
      new AddService(WEB, new ServiceSettings("wrr", Set.of(), 0, 0xffff_ffff, ""));
  private static final Change INSIDE =
      new AddDestination(
          WEB,
          new DestinationKey(IpAddress.parse("198.51.100.21"), 80),
          new DestinationSettings(new ForwardingMethod.DirectRouting(), 1, 0, 0));

  /** Near its end, where it begins again below zero. */
  private long now = Long.MAX_VALUE - Duration.ofSeconds(20).toNanos();

  private final Fights fights = new Fights(() -> now);

  @Test
  @Row("fight")
  void areWhatIsUndoneAgainAndAgain() {
    for (int i = 1; i < Fight.MANY; i++) {
      assertThat(undone(VIP)).isTrue();
      assertThat(fights.standing()).isEmpty();
      passes(Duration.ofSeconds(1));
    }
    assertThat(undone(VIP)).isTrue();

    assertThat(fights.standing())
        .singleElement()
        .satisfies(
            fight -> {
              assertThat(fight.times()).isEqualTo(Fight.MANY);
              assertThat(fight.message()).contains("at least 5 times", "NetworkManager");
            });
  }

  @Test
  @Row("fight")
  void giveWayEverLongerUpToABound() {
    int repairs = 0;
    for (int seconds = 0; seconds < 3600; seconds++) {
      if (undone(VIP)) {
        repairs++;
      }
      passes(Duration.ofSeconds(1));
    }

    // 5 at once, then after 1, 2, 4, 8, 16 s, then each 32 s
    assertThat(repairs).isBetween(100, 130);
    assertThat(fights.standing())
        .singleElement()
        .satisfies(fight -> assertThat(fight.pause()).isEqualTo(Fights.LONGEST_PAUSE));
  }

  @Test
  @Row("fight")
  void endWhenNobodyUndoesItForAMinute() {
    for (int i = 0; i < 20; i++) {
      undone(VIP);
      passes(Duration.ofSeconds(1));
    }
    assertThat(fights.standing()).hasSize(1);

    passes(Fights.PEACE.plusSeconds(1));
    assertThat(fights.held(List.of())).isEmpty();

    assertThat(fights.standing()).isEmpty();
    assertThat(undone(VIP)).as("put right at once").isTrue();
  }

  @Test
  void areNotWhatHappensOnceInAWhile() {
    for (int i = 0; i < 50; i++) {
      assertThat(undone(VIP)).isTrue();
      passes(Fights.PEACE.plusSeconds(1));
    }

    assertThat(fights.standing()).isEmpty();
  }

  @Test
  void areOneForAServiceAndAllThatIsInIt() {
    for (int i = 0; i < Fight.MANY; i++) {
      fights.held(List.of(SERVICE, INSIDE));
      fights.learn(List.of(new Applied(SERVICE), new Applied(INSIDE)), Set.of());
    }

    assertThat(fights.standing()).singleElement().extracting(Fight::over).isEqualTo(WEB);
    assertThat(fights.held(List.of(SERVICE, INSIDE, VIP)))
        .extracting(Outcome.Refused::change)
        .containsExactly(SERVICE, INSIDE);
  }

  @Test
  void areNotChangesThatWereRefusedBefore() {
    for (int i = 0; i < 2 * Fight.MANY; i++) {
      fights.learn(List.of(new Applied(VIP)), Set.of(VIP));
    }

    assertThat(fights.standing()).isEmpty();
  }

  @Test
  void saysTheSameForLong() {
    assertThat(new Fight(WEB, SERVICE, 5, Duration.ofSeconds(1)).message()).contains("least 5 t");
    assertThat(new Fight(WEB, SERVICE, 9, Duration.ofSeconds(1)).message()).contains("least 5 t");
    assertThat(new Fight(WEB, SERVICE, 39, Duration.ofSeconds(1)).message()).contains("least 20 t");
    assertThat(new Fight(WEB, SERVICE, 40, Duration.ofSeconds(1)).message()).contains("least 40 t");
    assertThat(new Fight(WEB, SERVICE, 777, Duration.ofSeconds(1)).message())
        .contains("least 640 t");
  }

  /** A round that finds it undone: whether it is put right. */
  private boolean undone(Change change) {
    if (!fights.held(List.of(change)).isEmpty()) {
      return false;
    }
    fights.learn(List.of(new Applied(change)), Set.of());
    return true;
  }

  private void passes(Duration time) {
    now += time.toNanos();
  }
}
