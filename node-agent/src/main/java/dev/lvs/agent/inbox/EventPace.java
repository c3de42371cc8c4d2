package dev.lvs.agent.inbox;

import java.time.Duration;

/**
 * How soon after a round events of the kernel may lead to the next one: at once where they are
 * rare, and ever later while they go on, so that a storm of changes that others make costs little.
 * What others undo at once is put right at most that often.
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
