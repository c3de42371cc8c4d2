package dev.lvs.agent.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.lease.LeaseAct.Announce;
import dev.lvs.agent.lease.LeaseAct.Arm;
import dev.lvs.agent.lease.LeaseAct.Close;
import dev.lvs.agent.lease.LeaseAct.Commit;
import dev.lvs.agent.lease.LeaseAct.Create;
import dev.lvs.agent.lease.LeaseAct.Put;
import dev.lvs.agent.lease.LeaseAct.Read;
import dev.lvs.agent.lease.LeaseAct.Shorten;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Counterexamples that the models found to earlier drafts, and what the engine does there. */
class LeaseEngineTest extends EngineCase {
  @Test
  void aWriteOfItsOwnOpens() {
    found(free());

    // what a former process left open goes first
    assertThat(kinds()).containsExactly(Close.class, Arm.class, Put.class);

    reply(new LeaseReply.Written(mine(6)));

    assertThat(kinds()).containsExactly(Commit.class, Announce.class);
    assertThat(state.isOpen(now)).isTrue();
  }

  @Test
  void renewsAfterAPeriodAndDoesNotAnnounceAgain() {
    hold();

    pass(1000);

    assertThat(kinds()).containsExactly(Arm.class, Put.class);
    assertThat(put().transitions()).isEqualTo(state.view().version().orElseThrow().transitions());
    reply(new LeaseReply.Written(mine(6)));
    assertThat(kinds()).containsExactly(Commit.class);
  }

  @Test
  void aCandidateWhoseWatchLagsTakesNothing() {
    found(of(OTHER, 6));
    pass(6000);
    assertThat(kinds()).containsExactly(Arm.class, Put.class);

    reply(new LeaseReply.Conflict());
    assertThat(kinds()).containsExactly(Read.class);
    found(of(OTHER, 6));

    assertThat(acts).isEmpty();
    assertThat(state.isOpen(now)).isFalse();
  }

  @Test
  void anAnswerAfterItsTokenRanOutOpensNothing() {
    found(free());
    LeaseVersion written = mine(6);
    long request = put().request();

    now = now.plusMillis(5250);
    event(new LeaseEvent.Replied(request, new LeaseReply.Written(written)));

    assertThat(kinds()).doesNotContain(Commit.class);
    assertThat(state.isOpen(now)).isFalse();
  }

  @Test
  void anAnswerToARequestThatWasGivenUpOpensNothing() {
    found(free());
    long request = put().request();

    pass(2625);
    assertThat(kinds()).containsExactly(Read.class);
    event(new LeaseEvent.Replied(request, new LeaseReply.Written(mine(6))));

    assertThat(acts).isEmpty();
  }

  @Test
  void seeingItselfNamedOpensNothing() {
    event(new LeaseEvent.Saw(Optional.of(mine(6))));
    assertThat(acts).isEmpty();

    found(mine(6));

    assertThat(kinds()).containsExactly(Arm.class, Put.class);
    assertThat(state.isOpen(now)).isFalse();
  }

  @Test
  void itsNodeBeforeARebootIsAnotherHolder() {
    found(of(new LeaseHolder.Director("a", "b000"), 6));

    assertThat(kinds()).containsExactly(Close.class);
    pass(5999);
    assertThat(kinds()).isEmpty();
    pass(1);
    assertThat(kinds()).containsExactly(Arm.class, Put.class);
  }

  @Test
  void shutsTheGateBeforeItGivesTheLeaseBack() {
    hold();

    event(new LeaseEvent.Told(unfit("drained", Optional.of("b"))));

    assertThat(kinds()).containsExactly(Close.class, Put.class);
    assertThat(put().holder()).isEqualTo(new LeaseHolder.Free(Optional.of("b")));
  }

  @Test
  void doesNotOpenAgainByALeavingThatIsNotAnswered() {
    hold();
    event(new LeaseEvent.Told(unfit("drained", Optional.empty())));

    reply(new LeaseReply.Lost());
    event(new LeaseEvent.Told(fit));
    pass(1000);

    assertThat(kinds()).containsExactly(Read.class);
    found(mine(6));
    assertThat(kinds()).containsExactly(Arm.class, Put.class);
  }

  @Test
  void leavesALeaseThatItGaveBackToOthersFirst() {
    begin(Timing.FAST, ApiOutage.RELEASE);
    hold();
    event(new LeaseEvent.Told(unfit("no carrier", Optional.empty())));
    reply(new LeaseReply.Written(free()));

    event(new LeaseEvent.Told(fit));
    pass(999);
    assertThat(acts).isEmpty();
    pass(1);

    assertThat(kinds()).containsExactly(Arm.class, Put.class);
  }

  @Test
  void asksAtOnceForWhatItLostByAMomentThatWasShorterThanACall() {
    hold();
    pass(1000);
    event(new LeaseEvent.Told(unfit("no carrier", Optional.empty())));
    assertThat(kinds()).containsExactly(Close.class);
    event(new LeaseEvent.Told(fit));

    reply(new LeaseReply.Written(mine(6)));

    assertThat(kinds()).containsExactly(Arm.class, Put.class);
    assertThat(state.isOpen(now)).isFalse();
  }

  @Test
  void doesNotTakeALeaseBackThatAnotherTookMeanwhile() {
    hold();
    event(new LeaseEvent.Told(unfit("no carrier", Optional.empty())));
    reply(new LeaseReply.Written(free()));
    event(new LeaseEvent.Saw(Optional.of(of(OTHER, 6))));

    event(new LeaseEvent.Told(fit));
    pass(5900);

    assertThat(acts).isEmpty();
  }

  @Test
  void creatingIsNotTaking() {
    reply(new LeaseReply.Found(Optional.empty()));

    assertThat(acts).containsExactly(new Close(), new Create(request(), Timing.LONGEST));
    reply(new LeaseReply.Written(of(UNKNOWN, 30)));
    assertThat(acts).isEmpty();
    pass(29_999);
    assertThat(acts).isEmpty();
    pass(1);
    assertThat(kinds()).containsExactly(Arm.class, Put.class);
  }

  @Test
  void waitsAsLongAsTheVersionSays() {
    found(of(OTHER, 30));

    pass(29_999);
    assertThat(kinds()).isEmpty();
    pass(1);
    assertThat(kinds()).containsExactly(Arm.class, Put.class);
  }

  @Test
  void waitsItsOwnLengthWhereSomebodyWroteAShorterOne() {
    found(of(OTHER, 2));

    pass(5999);
    assertThat(kinds()).isEmpty();
    pass(1);
    assertThat(kinds()).containsExactly(Arm.class, Put.class);
  }

  @Test
  void waitsFromTheNewestVersion() {
    found(of(OTHER, 6));
    pass(5999);
    event(new LeaseEvent.Saw(Optional.of(of(OTHER, 6))));

    pass(5999);

    assertThat(acts).isEmpty();
  }

  @Test
  void laterRanksWaitLonger() {
    event(
        new LeaseEvent.Told(
            new Circumstances(
                Optional.empty(), 2, Timing.STANDARD, ApiOutage.RELEASE, Optional.empty())));
    found(of(OTHER, 6));

    pass(6599);
    assertThat(acts).isEmpty();
    pass(1);
    assertThat(kinds()).containsExactly(Arm.class, Put.class);
  }

  @Test
  void leavesAFreeLeaseToTheOneThatItIsMeantFor() {
    found(of(new LeaseHolder.Free(Optional.of("b")), 6));

    pass(999);
    assertThat(kinds()).isEmpty();
    pass(1);
    assertThat(kinds()).containsExactly(Arm.class, Put.class);
  }

  @Test
  void shortensItsTokenBeforeItAsksForAShorterLease() {
    found(mine(30));

    assertThat(acts.getFirst()).isEqualTo(new Shorten(Timing.STANDARD.fence()));
    assertThat(kinds()).containsExactly(Shorten.class, Arm.class, Put.class);
    assertThat(put().length()).isEqualTo(Timing.STANDARD.length());
  }

  @Test
  void shutsTheGateFirstAfterAnActThatTheKernelDidNotAcknowledge() {
    found(free());
    reply(new LeaseReply.Written(mine(6)));
    event(new LeaseEvent.Failed("no answer"));
    assertThat(acts).isEmpty();

    pass(100);

    assertThat(kinds().getFirst()).isEqualTo(Close.class);
    assertThat(kinds()).doesNotContain(Arm.class, Commit.class);
  }

  @Test
  void closesWhenItSeesThatItWasTaken() {
    hold();

    event(new LeaseEvent.Saw(Optional.of(of(OTHER, 6))));

    assertThat(kinds()).containsExactly(Close.class);
  }

  @Test
  void lateNewsFromBeforeItTookTheLeaseChangeNothing() {
    LeaseVersion before = of(OTHER, 6);
    hold();

    event(new LeaseEvent.Saw(Optional.of(before)));

    assertThat(acts).isEmpty();
    assertThat(state.isOpen(now)).isTrue();
  }

  @Test
  void asksAgainAtOnceWhereSomebodyOnlyTouchedTheLease() {
    hold();
    pass(1000);

    reply(new LeaseReply.Conflict());
    found(mine(6));

    assertThat(kinds()).containsExactly(Arm.class, Put.class);
  }

  @Test
  void triesForEverAtTheSamePace() {
    for (int i = 0; i < 1000; i++) {
      reply(new LeaseReply.Lost());
      assertThat(acts).isEmpty();
      pass(1000);
      assertThat(kinds()).containsExactly(Read.class);
    }
  }
}
