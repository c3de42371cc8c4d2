package dev.lvs.agent.failover;

import dev.lvs.agent.failover.LeaseCounts.Cause;
import dev.lvs.agent.lease.LeaseAct;
import dev.lvs.agent.lease.LeaseEvent;
import dev.lvs.agent.lease.LeaseHolder;
import dev.lvs.agent.lease.LeaseRequest;
import dev.lvs.agent.lease.LeaseRequest.Purpose;
import dev.lvs.agent.lease.LeaseState;
import dev.lvs.agent.lease.LeaseStep;
import dev.lvs.agent.lease.LeaseVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Counts what the lease engine does with one group. Not thread-safe. */
final class LeaseCounters {
  private final LeaseHolder.Director self;
  private final Map<Cause, Long> losses = new EnumMap<>(Cause.class);
  private long moves;
  private long renewals;
  private long failedRenewals;
  private Duration longestRenewal = Duration.ZERO;
  private Optional<Duration> leastMargin = Optional.empty();

  /** Whether the VIPs were here after the last step. */
  private boolean open;

  LeaseCounters(LeaseHolder.Director self) {
    this.self = self;
  }

  /** Takes in one step of the engine. */
  void count(LeaseState before, LeaseEvent event, LeaseStep step, Instant now) {
    LeaseState after = step.state();
    if (open && !before.isOpen(now)) {
      lost(Cause.EXPIRED);
    }
    before
        .request()
        .filter(one -> one.purpose() == Purpose.ASK || one.purpose() == Purpose.RESTART)
        .filter(one -> !isUnderWay(one, after))
        .ifPresent(one -> ended(one, before, step, now));
    if (open && !after.isOpen(now)) {
      lost(cause(before, event, after));
    }
    open = after.isOpen(now);
  }

  private void lost(Cause cause) {
    losses.merge(cause, 1L, Long::sum);
    open = false;
  }

  private static boolean isUnderWay(LeaseRequest one, LeaseState after) {
    return after.request().filter(next -> next.number() == one.number()).isPresent();
  }

  private void ended(LeaseRequest one, LeaseState before, LeaseStep step, Instant now) {
    boolean done = step.acts().contains(new LeaseAct.Commit(one.number()));
    boolean renewal = one.on().filter(this::isOwn).isPresent();
    if (done && !renewal) {
      moves++;
    } else if (done) {
      renewals++;
      Duration took = Duration.between(one.begun(), now);
      longestRenewal = took.compareTo(longestRenewal) > 0 ? took : longestRenewal;
      if (open) {
        Duration margin = Duration.between(now, before.opening().until());
        leastMargin =
            leastMargin.filter(least -> least.compareTo(margin) <= 0).or(() -> Optional.of(margin));
      }
    } else if (renewal) {
      failedRenewals++;
    }
  }

  private boolean isOwn(LeaseVersion version) {
    return version.holder().equals(self);
  }

  private Cause cause(LeaseState before, LeaseEvent event, LeaseState after) {
    if (before.opening().uncertain()) {
      return Cause.FENCE;
    }
    if (after.view().version().map(LeaseVersion::holder).filter(self::equals).isEmpty()) {
      return Cause.TAKEN;
    }
    if (after.circumstances().unfit().isPresent()) {
      return Cause.LEFT;
    }
    if (event instanceof LeaseEvent.Heard) {
      return Cause.HEARD;
    }
    return Cause.EXPIRED;
  }

  LeaseCounts counts() {
    return new LeaseCounts(moves, losses, renewals, failedRenewals, longestRenewal, leastMargin);
  }
}
