package dev.lvs.agent.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.failover.LeaseCounts.Cause;
import dev.lvs.agent.lease.ApiOutage;
import dev.lvs.agent.lease.Circumstances;
import dev.lvs.agent.lease.LeaseEngine;
import dev.lvs.agent.lease.LeaseEvent;
import dev.lvs.agent.lease.LeaseHolder;
import dev.lvs.agent.lease.LeaseReply;
import dev.lvs.agent.lease.LeaseRequest;
import dev.lvs.agent.lease.LeaseState;
import dev.lvs.agent.lease.LeaseStep;
import dev.lvs.agent.lease.LeaseVersion;
import dev.lvs.agent.lease.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Counters of a group, by the steps of the lease engine. */
class LeaseCountersTest {
  private static final LeaseHolder.Director SELF = new LeaseHolder.Director("edge-1", "0a1b2c3d");
  private static final LeaseHolder.Director OTHER = new LeaseHolder.Director("edge-2", "0a1b2c3d");
  private static final Circumstances FIT =
      new Circumstances(Optional.empty(), 0, Timing.STANDARD, ApiOutage.RELEASE, Optional.empty());

  private final LeaseEngine engine = new LeaseEngine(SELF);
  private final LeaseCounters counters = new LeaseCounters(SELF);
  private Instant now = Instant.EPOCH;
  private LeaseState state = LeaseState.start(FIT, now);
  private int second;
  private int versions;
  private int holders;

  @Test
  void countsAMoveAndItsRenewals() {
    hold(new LeaseHolder.Free(Optional.empty()));
    renew(100);
    renew(400);
    renew(200);

    LeaseCounts counts = counters.counts();
    assertThat(counts.moves()).isEqualTo(1);
    assertThat(counts.losses()).isEmpty();
    assertThat(counts.renewals()).isEqualTo(3);
    assertThat(counts.failedRenewals()).isZero();
    assertThat(counts.longestRenewal()).isEqualTo(Duration.ofMillis(400));
    // armed when the one before was begun, a second and the time of that call earlier
    assertThat(counts.leastMargin()).contains(Duration.ofMillis(5250 - 1000 - 400));
  }

  /** A new agent goes on with the Lease of the one before: nothing has moved. */
  @Test
  void aLeaseThatIsItsOwnAlreadyIsNoMove() {
    hold(SELF);

    assertThat(counters.counts().moves()).isZero();
    assertThat(counters.counts().leastMargin()).isEmpty();
  }

  @Test
  void countsRenewalsThatFailAndTheTokenThatRunsOut() {
    hold(new LeaseHolder.Free(Optional.empty()));
    now = now.plusSeconds(1);
    event(new LeaseEvent.Tick());
    reply(new LeaseReply.Lost());
    assertThat(counters.counts().failedRenewals()).isEqualTo(1);
    assertThat(counters.counts().losses()).isEmpty();

    now = now.plusSeconds(5);
    event(new LeaseEvent.Tick());

    assertThat(counters.counts().losses()).isEqualTo(Map.of(Cause.EXPIRED, 1L));
    assertThat(counters.counts().renewals()).isZero();
  }

  @Test
  void tellsLeavingFromLosing() {
    hold(new LeaseHolder.Free(Optional.empty()));
    event(
        new LeaseEvent.Told(
            Circumstances.notReady("interface eth1 is down", FIT.timing(), FIT.outage())));
    assertThat(counters.counts().losses()).isEqualTo(Map.of(Cause.LEFT, 1L));

    event(new LeaseEvent.Tick());
    assertThat(counters.counts().losses()).isEqualTo(Map.of(Cause.LEFT, 1L));
  }

  @Test
  void countsALeaseThatAnotherTook() {
    hold(new LeaseHolder.Free(Optional.empty()));
    event(new LeaseEvent.Saw(Optional.of(next(OTHER))));

    assertThat(counters.counts().losses()).isEqualTo(Map.of(Cause.TAKEN, 1L));
  }

  @Test
  void countsAGateOfWhichTheKernelSaysNothing() {
    hold(new LeaseHolder.Free(Optional.empty()));
    event(new LeaseEvent.Failed("no"));
    now = now.plusSeconds(1);
    event(new LeaseEvent.Tick());

    assertThat(counters.counts().losses()).isEqualTo(Map.of(Cause.FENCE, 1L));
  }

  private void hold(LeaseHolder before) {
    event(new LeaseEvent.Tick());
    reply(new LeaseReply.Found(Optional.of(next(before))));
    reply(new LeaseReply.Written(before.equals(SELF) ? again() : next(SELF)));
    assertThat(state.isOpen(now)).isTrue();
  }

  private void renew(long millis) {
    second++;
    now = Instant.EPOCH.plusSeconds(second);
    event(new LeaseEvent.Tick());
    now = now.plusMillis(millis);
    reply(new LeaseReply.Written(again()));
  }

  private LeaseVersion next(LeaseHolder holder) {
    holders++;
    return version(holder);
  }

  private LeaseVersion again() {
    return version(SELF);
  }

  private LeaseVersion version(LeaseHolder holder) {
    versions++;
    return new LeaseVersion(
        "uid", "" + versions, holder, Duration.ofSeconds(6), holders, "time " + versions);
  }

  private void reply(LeaseReply reply) {
    long request = state.request().map(LeaseRequest::number).orElseThrow();
    event(new LeaseEvent.Replied(request, reply));
  }

  private void event(LeaseEvent event) {
    LeaseStep step = engine.step(state, event, now);
    counters.count(state, event, step, now);
    state = step.state();
  }
}
