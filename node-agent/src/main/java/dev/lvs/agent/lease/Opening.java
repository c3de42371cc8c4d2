package dev.lvs.agent.lease;

import java.time.Duration;
import java.time.Instant;

/**
 * Knowledge of one director of its own gate.
 *
 * @param shut whether the kernel has shut it, so that only a commit opens it. At the start of a
 *     process it is not known to be
 * @param uncertain whether the kernel did not acknowledge the last act: it is to be shut before
 *     anything else
 * @param until it was open up to here at least, or will be
 * @param fence lifetime of the token in force
 * @param confirmed when the request was begun by which the Lease was renewed last
 */
public record Opening(
    boolean shut, boolean uncertain, Instant until, Duration fence, Instant confirmed) {
  static Opening unknown(Instant now, Duration fence) {
    return new Opening(false, false, now, fence, now);
  }

  /** Returns whether packets pass, as far as is known. */
  public boolean isOpen(Instant now) {
    return !shut && now.isBefore(until);
  }

  Opening closed(Instant now) {
    return new Opening(true, false, now.isBefore(until) ? now : until, fence, confirmed);
  }

  Opening failed() {
    return new Opening(false, true, until, fence, confirmed);
  }

  Opening committed(Instant end, Duration lifetime, Instant asked) {
    return new Opening(false, false, end, lifetime, asked);
  }

  Opening extended(Instant end) {
    return new Opening(shut, uncertain, end, fence, confirmed);
  }

  Opening shortened(Instant end, Duration lifetime) {
    return new Opening(shut, uncertain, end.isBefore(until) ? end : until, lifetime, confirmed);
  }
}
