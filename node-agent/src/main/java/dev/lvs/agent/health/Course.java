package dev.lvs.agent.health;

import dev.lvs.agent.health.Standing.State;
import dev.lvs.agent.health.Standing.Thresholds;
import dev.lvs.agent.probe.ProbeResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The standing of a check and how it came about.
 *
 * @param turn the last change of state; empty before the first result
 */
record Course(Standing standing, Optional<Turn> turn) {
  /** Before the first probe. */
  static final Course UNHEARD = new Course(Standing.UNHEARD, Optional.empty());

  /**
   * A change of state.
   *
   * @param from the state before
   * @param at by the clock of situations, which nobody sets
   */
  record Turn(State from, Instant at) {}

  /** One moment by two clocks: what people are told, and what is planned with. */
  record Moment(Instant time, Instant steady) {
    /**
     * A time of the past by the steady clock; now where it is in the future, as the other was set.
     */
    Instant steady(Instant past) {
      return past.isAfter(time) ? steady : steady.minus(Duration.between(past, time));
    }
  }

  /** The same after one more result. */
  Course after(ProbeResult result, Moment now, Thresholds thresholds) {
    Standing next = standing.after(result, now.time(), thresholds);
    return next.state() == standing.state()
        ? new Course(next, turn)
        : new Course(next, Optional.of(new Turn(standing.state(), now.steady())));
  }

  /** When a server that was down came up; empty for any other. */
  Optional<Instant> cameUp(boolean initiallyDown) {
    return turn.filter(_ -> standing.state() == State.UP)
        .filter(
            last -> last.from() == State.DOWN || (last.from() == State.UNKNOWN && initiallyDown))
        .map(Turn::at);
  }

  /** When a server that was up, or was taken for it, went down; empty for any other. */
  Optional<Instant> wentDown(boolean initiallyDown) {
    return turn.filter(_ -> standing.state() == State.DOWN)
        .filter(last -> last.from() == State.UP || (last.from() == State.UNKNOWN && !initiallyDown))
        .map(Turn::at);
  }
}
