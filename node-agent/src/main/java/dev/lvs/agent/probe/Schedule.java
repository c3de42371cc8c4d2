package dev.lvs.agent.probe;

import java.time.Duration;

/**
 * Schedule of the probes of a server.
 *
 * @param interval from the start of one probe to that of the next
 * @param timeout the time that a probe may take from its start, not more than the interval
 * @param jitter random time, up to this much, added to each interval
 * @param retry the pause after a probe that failed, instead of the interval; zero for the interval
 */
public record Schedule(Duration interval, Duration timeout, Duration jitter, Duration retry) {
  public Schedule {
    if (!interval.isPositive() || !timeout.isPositive() || timeout.compareTo(interval) > 0) {
      throw new IllegalArgumentException(
          "a timeout of " + timeout + " does not fit an interval of " + interval);
    }
    if (jitter.isNegative() || retry.isNegative()) {
      throw new IllegalArgumentException("jitter and retry are not negative");
    }
  }

  /** A schedule without jitter, and without a pause of its own after a failure. */
  public static Schedule of(Duration interval, Duration timeout) {
    return new Schedule(interval, timeout, Duration.ZERO, Duration.ZERO);
  }
}
