package dev.lvs.operator.status.node;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Rejection of a node's plan by the API server.
 *
 * @param wanted the plan that it rejects
 * @param message the field refused, the reason and the remedy
 * @param at when it refused
 */
public record Refusal(NodePlanSpec wanted, String message, Instant at) {
  /** Time for which the same is not asked again: what it lacks is put right by a person. */
  static final Duration REST = Duration.ofMinutes(1);

  /** Returns how long it is not asked again for {@code plan}; not positive when it may be. */
  public Duration left(NodePlanSpec plan, Clock clock) {
    return plan.equals(wanted) ? REST.minus(Duration.between(at, clock.instant())) : Duration.ZERO;
  }
}
