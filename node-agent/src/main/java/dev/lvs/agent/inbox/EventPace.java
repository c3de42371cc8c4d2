package dev.lvs.agent.inbox;

import java.time.Duration;

/**
 * Rate limit of rounds caused by kernel events: the next round is immediate where events are rare,
 * and backs off while they go on, so that an event storm costs little. Drift that recurs at once is
 * corrected at most that often.
 */
final class EventPace {
  /** After a round in whose pause before nothing came. */
  static final Duration SHORTEST = Duration.ofMillis(50);

  /** However long a storm or a round takes. */
  static final Duration LONGEST = Duration.ofSeconds(1);

  /** Of the time, at most the tenth part is spent on events, up to the longest pause. */
  private static final int ROUNDS_TO_PAUSE = 10;

  private Duration pause = SHORTEST;

  /**
   * The pause after a round.
   *
   * @param crowded whether an event came in the pause before
   * @param took how long it took
   */
  Duration after(boolean crowded, Duration took) {
    pause = crowded ? pause.multipliedBy(2) : SHORTEST;
    if (pause.compareTo(LONGEST) > 0) {
      pause = LONGEST;
    }
    Duration due = took.multipliedBy(ROUNDS_TO_PAUSE);
    Duration least = due.compareTo(LONGEST) < 0 ? due : LONGEST;
    return least.compareTo(pause) > 0 ? least : pause;
  }
}
