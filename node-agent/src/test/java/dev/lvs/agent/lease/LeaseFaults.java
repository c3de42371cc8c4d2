package dev.lvs.agent.lease;

import java.util.EnumSet;
import java.util.Set;

/** Faults of a simulated world. */
enum LeaseFaults {
  /** Requests and answers take up to 3 s, and some up to 40 s. */
  SLOW,
  /** Requests and answers are lost, or the server says that it failed, whether it did or not. */
  LOST,
  /** Watches lag up to 10 s, or show what was long ago. */
  STALE_WATCH,
  /** A process stands still for up to a minute at any act or event. */
  STALL,
  /** The whole machine stands still, as long as that must be harmless. */
  MACHINE_STALL,
  /** kill -9, and started again. */
  KILL,
  /** The machine is lost, and started again with another boot id. */
  CRASH,
  /** The Lease is deleted by hand. */
  DELETE,
  /** SIGTERM, and started again. */
  RESTART,
  /** Directors become unfit and fit. */
  UNFIT,
  /** Directors become unfit for a moment, as by a link that flaps. */
  FLAP,
  /** The profile changes, for one director earlier than for the other. */
  PROFILE,
  /** A second process is started while the first stands still. */
  SECOND,
  /** A director, or all, cannot reach the API server for up to a minute. */
  CUT,
  /** The store goes back to an earlier version. */
  RESTORE,
  /** The kernel does not acknowledge an act. */
  REFUSED;

  /** All that may happen at once. A restored store is a world of its own, see there. */
  static Set<LeaseFaults> all() {
    EnumSet<LeaseFaults> all = EnumSet.allOf(LeaseFaults.class);
    all.remove(RESTORE);
    return all;
  }
}
