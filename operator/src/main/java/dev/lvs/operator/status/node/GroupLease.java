package dev.lvs.operator.status.node;

import java.time.Duration;

/** Lease of a DirectorGroup, by which one director at a time has its VIPs, as it was read. */
public sealed interface GroupLease {
  /** There is none yet. */
  record Absent() implements GroupLease {}

  /**
   * It could not be read.
   *
   * @param why as the API server says it
   */
  record Unreadable(String why) implements GroupLease {}

  /** No director has it. */
  record Free() implements GroupLease {}

  /**
   * A director has it.
   *
   * @param moves how often it changed its holder
   * @param silence time for which it has been the same, beyond the time in which it is renewed;
   *     zero while it is renewed
   */
  record Held(String node, int moves, Duration silence) implements GroupLease {}
}
