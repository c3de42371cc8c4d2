package dev.lvs.agent.lease;

import java.time.Instant;
import java.util.List;

/**
 * Result of one event.
 *
 * @param acts to be done in this order
 * @param wake when a {@link LeaseEvent.Tick} is due if nothing else comes before
 */
public record LeaseStep(LeaseState state, List<LeaseAct> acts, Instant wake) {
  public LeaseStep {
    acts = List.copyOf(acts);
  }
}
