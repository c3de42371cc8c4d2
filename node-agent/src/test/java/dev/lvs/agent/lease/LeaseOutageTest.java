package dev.lvs.agent.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.lease.LeaseAct.Arm;
import dev.lvs.agent.lease.LeaseAct.Close;
import dev.lvs.agent.lease.LeaseAct.Commit;
import dev.lvs.agent.lease.LeaseAct.Exit;
import dev.lvs.agent.lease.LeaseAct.Extend;
import dev.lvs.agent.lease.LeaseAct.Probe;
import dev.lvs.agent.lease.LeaseAct.Put;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Without an API server, with other stations on the network, and at the end of a process. */
class LeaseOutageTest extends EngineCase {
  @Test
  void leavesWhereTheApiServerIsTooSlowForItsFence() {
    hold();

    for (int i = 0; i < 8 && !now.isBefore(state.out()); i++) {
      pass(1000);
      pass(2625);
      if (acts.isEmpty()) {
        pass(1000);
      }
      found(mine(6));
    }

    assertThat(state.out()).isEqualTo(now.plusSeconds(18));
    assertThat(put().holder()).isInstanceOf(LeaseHolder.Free.class);
  }

  @Test
  void asksTheNetworkBeforeItTakesWhereOthersHold() {
    begin(Timing.STANDARD, ApiOutage.HOLD);
    found(of(OTHER, 6));
    pass(6000);
    assertThat(kinds()).containsExactly(Probe.class);

    reply(new LeaseReply.Answered("02:00:00:00:00:01"));
    assertThat(acts).isEmpty();
    assertThat(state.sighting()).isPresent();
    pass(6000);
    assertThat(kinds()).containsExactly(Probe.class);
    reply(new LeaseReply.Silent());

    assertThat(kinds()).containsExactly(Arm.class, Put.class);
    assertThat(state.sighting()).isEmpty();
  }

  @Test
  void silenceCountsForTheVersionThatWasAskedAbout() {
    begin(Timing.STANDARD, ApiOutage.HOLD);
    found(of(OTHER, 6));
    pass(6000);
    event(new LeaseEvent.Saw(Optional.of(of(OTHER, 6))));

    reply(new LeaseReply.Silent());

    assertThat(acts).isEmpty();
  }

  @Test
  void holdsWithoutTheApiServerButNeverOverAGap() {
    begin(Timing.STANDARD, ApiOutage.HOLD);
    hold();

    pass(1000);
    pass(500);
    assertThat(kinds()).containsExactly(Extend.class);
    event(new LeaseEvent.Lapsed());

    assertThat(state.isOpen(now)).isFalse();
    pass(1125);
    reply(new LeaseReply.Lost());
    for (int i = 0; i < 20; i++) {
      pass(500);
      assertThat(kinds()).doesNotContain(Extend.class, Commit.class);
    }
  }

  @Test
  void yieldsToOneThatMayHaveTakenItRightly() {
    begin(Timing.STANDARD, ApiOutage.HOLD);
    hold();
    for (int i = 0; i < 5; i++) {
      pass(1000);
      event(new LeaseEvent.Heard("02:00:00:00:00:01"));
      assertThat(kinds()).doesNotContain(Close.class);
      assertThat(state.sighting().orElseThrow().serving()).isTrue();
    }
    pass(1000);

    event(new LeaseEvent.Heard("02:00:00:00:00:01"));

    assertThat(kinds()).contains(Close.class);
  }

  @Test
  void aLeaseThatWentBackIsWaitedForWhoeverItNames() {
    LeaseVersion old = mine(6);
    found(of(OTHER, 6));

    event(new LeaseEvent.Saw(Optional.of(old)));
    pass(29_999);
    assertThat(kinds()).doesNotContain(Put.class);
    pass(1);

    assertThat(put().transitions()).isGreaterThan(old.transitions() + 1);
  }

  @Test
  void leavesAtItsEndWhereAnotherStandsReady() {
    event(
        new LeaseEvent.Told(
            new Circumstances(
                Optional.empty(), 0, Timing.STANDARD, ApiOutage.RELEASE, Optional.of("b"))));
    hold();

    event(new LeaseEvent.Stop());
    assertThat(kinds()).containsExactly(Close.class, Put.class);
    reply(new LeaseReply.Written(free()));

    assertThat(kinds()).isEmpty();
    pass(1000);
    assertThat(kinds()).containsExactly(Exit.class);
  }

  @Test
  void asksForTheTimeOfARestartWhereNobodyStandsReady() {
    hold();

    event(new LeaseEvent.Stop());
    assertThat(put().length()).isEqualTo(Timing.RESTART.length());
    reply(new LeaseReply.Written(mine(30)));

    assertThat(kinds()).containsExactly(Commit.class, Exit.class);
    assertThat(state.isDone()).isTrue();
  }

  @Test
  void endsInTimeWhereTheApiServerIsAway() {
    hold();
    event(new LeaseEvent.Stop());

    pass(8000);

    assertThat(kinds()).containsExactly(Exit.class);
  }

  @Test
  void aSecondMeaningOfHolderIdentityIsUnknown() {
    assertThat(LeaseHolder.of("somebody", Optional.empty())).isEqualTo(UNKNOWN);
    assertThat(LeaseHolder.of("/b", Optional.empty())).isEqualTo(UNKNOWN);
    assertThat(LeaseHolder.of("a/", Optional.empty())).isEqualTo(UNKNOWN);
    assertThat(LeaseHolder.of("a/b001", Optional.empty())).isEqualTo(SELF);
    assertThat(LeaseHolder.of(SELF.text(), Optional.empty())).isEqualTo(SELF);
  }
}
