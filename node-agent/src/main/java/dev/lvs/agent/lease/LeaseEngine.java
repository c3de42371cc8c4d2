package dev.lvs.agent.lease;

import java.time.Instant;

/**
 * Protocol by which a director takes, renews, gives back and loses the Lease of a group: a pure
 * function of the state, one event and the time.
 *
 * <p>At most one director of a group has its gate open whatever is late, lost, repeated, stopped or
 * killed, as long as the inequalities of {@link Timing} hold; with {@link ApiOutage#HOLD} also as
 * long as two directors can hear each other where neither hears the API server.
 */
public final class LeaseEngine {
  private final LeaseHolder.Director self;

  /** The director that follows the protocol here. */
  public LeaseHolder.Director self() {
    return self;
  }

  /** The protocol as this director follows it. */
  public LeaseEngine(LeaseHolder.Director self) {
    this.self = self;
  }

  /**
   * Returns what follows from an event.
   *
   * @param now of the monotonic clock that all of the state's times are of
   */
  public LeaseStep step(LeaseState state, LeaseEvent event, Instant now) {
    LeaseTurn turn = new LeaseTurn(self, state, now);
    turn.take(event);
    turn.decide();
    return turn.result();
  }
}
