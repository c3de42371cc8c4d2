package dev.lvs.operator.status.node;

import dev.lvs.api.v1alpha1.OnApiOutage;
import java.time.Duration;

/** Lease of a DirectorGroup, by which one director at a time has its VIPs, as it was read. */
public sealed interface GroupLease {
  /** Nobody knows who had the VIPs: there is none, or it was just made. */
  record Untold() implements GroupLease {}

  /**
   * It could not be read.
   *
   * @param why as the API server says it
   */
  record Unreadable(String why) implements GroupLease {}

  /** A director gave it back, and no other has it. */
  record Free() implements GroupLease {}

  /**
   * A director has it.
   *
   * @param moves how often it changed its holder
   * @param silence time for which it has been the same, where that is longer than its own duration;
   *     zero while it is renewed
   * @param outage what its holder does while it cannot renew it, by the group's spec
   */
  record Held(String node, int moves, Duration silence, OnApiOutage outage) implements GroupLease {}
}
