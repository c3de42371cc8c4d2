package dev.lvs.agent.report;

import dev.lvs.agent.object.Change;
import java.time.Duration;

/**
 * Drift that comes back: a change that another program keeps undoing.
 *
 * @param over identity of the kernel object
 * @param change the change by which it was last corrected
 * @param times how often it was corrected, in a row
 * @param pause the backoff before it is corrected again
 */
public record Fight(Object over, Change change, int times, Duration pause) {
  /** Repairs of the same in a row after which it is a fight. */
  public static final int MANY = 5;

  /** The cause where a change has to wait because of a fight. */
  public static final String CAUSE = "Fight";

  /** Returns what it means and what to do, in words that change seldom however long it goes on. */
  public String message() {
    return "Another program undid this at least "
        + rounded()
        + " times; it is put right only every "
        + pause.toSeconds()
        + " s from now on, so that the two do not chase each other, and is missing in between."
        + " Find that program ("
        + change.suspects()
        + ") and end it, or leave this to it alone. A minute after its last word all is as before.";
  }

  /** About {@link #times}, in powers of two so that it changes seldom. */
  int rounded() {
    return MANY * Math.max(1, Integer.highestOneBit(times / MANY));
  }
}
