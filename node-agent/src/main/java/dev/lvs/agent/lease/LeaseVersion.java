package dev.lvs.agent.lease;

import java.time.Duration;

/**
 * One version of a Lease object, as the API server gave it.
 *
 * @param uid of the object; another one after it was deleted and created again
 * @param resourceVersion by which a write says what it is based on
 * @param length how long others wait from seeing this version
 * @param transitions how often the holder changed; it grows with each change, also to nobody
 * @param renewTime as written, which makes versions differ; never compared with a clock
 */
public record LeaseVersion(
    String uid,
    String resourceVersion,
    LeaseHolder holder,
    Duration length,
    int transitions,
    String renewTime) {
  /**
   * Returns whether it comes before another version of the same object, by the changes of holder.
   */
  boolean isBefore(LeaseVersion other) {
    return uid.equals(other.uid) && transitions < other.transitions;
  }
}
