package dev.lvs.agent.lease;

import java.time.Duration;

/**
 * Durations of one way of holding a Lease.
 *
 * <p>What has to hold between them, with the rate error of two clocks, the lateness of a token and
 * the longest stall of a whole machine that must be harmless, is {@link #RATE_ERROR}, {@link
 * #LATENESS} and the test of this class.
 *
 * @param renew from the beginning of one request to that of the next
 * @param fence lifetime of a token, counted by the kernel from before the request
 * @param length how long others wait from seeing a version to taking the Lease; whole seconds,
 *     since it is written as {@code leaseDurationSeconds}
 */
public record Timing(Duration renew, Duration fence, Duration length) {
  /** Rate error between the clocks of two nodes, as a fraction. */
  public static final double RATE_ERROR = 0.001;

  /** Longest delay after which the kernel takes a token away, measured under load. */
  public static final Duration LATENESS = Duration.ofMillis(50);

  /** After a crash others answer within 6.5 s; one call to the API server may take 4 s. */
  public static final Timing STANDARD = millis(1000, 5250, 6000);

  /** Within 2.2 s; a call may take 1.2 s. */
  public static final Timing FAST = millis(300, 1600, 2000);

  /** Within 15 s; a call may take 10 s. */
  public static final Timing STICKY = millis(2000, 13_000, 14_000);

  /** While the agent is replaced, where nobody can stand in for it. */
  public static final Timing RESTART = millis(1000, 25_000, 30_000);

  /** Length of a Lease that was created anew: the longest that anybody may hold a token by. */
  public static final Duration LONGEST = RESTART.length;

  public Timing {
    if (!length.equals(Duration.ofSeconds(length.toSeconds())) || fence.compareTo(length) >= 0) {
      throw new IllegalArgumentException(
          "the length of a Lease is whole seconds, and longer than " + fence + ": " + length);
    }
  }

  /** Returns how long an answer of the API server is waited for. */
  public Duration patience() {
    return fence.dividedBy(2);
  }

  private static Timing millis(long renew, long fence, long length) {
    return new Timing(
        Duration.ofMillis(renew), Duration.ofMillis(fence), Duration.ofMillis(length));
  }
}
