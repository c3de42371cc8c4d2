package dev.lvs.agent.lease;

import java.time.Instant;

/**
 * Earliest times of the acts of one director for a group.
 *
 * @param requests how many it has begun, the number of the last
 * @param next the next request
 * @param extend the next lengthening of the token without the API server
 * @param shut the next try to shut a gate of which the kernel said nothing
 * @param out until then it stays out, since the API server is too slow for it, or it has just given
 *     the Lease back
 */
record Pace(long requests, Instant next, Instant extend, Instant shut, Instant out) {
  static Pace from(Instant now) {
    return new Pace(0, now, now, now, now);
  }

  Pace next(Instant at) {
    return new Pace(requests, at, extend, shut, out);
  }

  Pace begun(Instant following) {
    return new Pace(requests + 1, following, extend, shut, out);
  }

  Pace extend(Instant at) {
    return new Pace(requests, next, at, shut, out);
  }

  Pace shut(Instant at) {
    return new Pace(requests, next, extend, at, out);
  }

  /** The same that stays out until a time, or for longer where that was said before. */
  Pace out(Instant at) {
    return new Pace(requests, next, extend, shut, at.isAfter(out) ? at : out);
  }
}
