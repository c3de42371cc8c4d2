package dev.lvs.agent.situation;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.plan.Desired;
import java.time.Instant;

/**
 * Input of planning beside the plan: everything that decides what a node is to hold.
 *
 * @param counters of the destinations that are drained
 * @param now by a monotonic clock
 */
public record Situation(
    NodeFacts facts, Inputs inputs, Drains drains, Counters counters, Instant now) {
  /** The situation of a node of which nothing else is known. */
  public static Situation of(NodeFacts facts) {
    return new Situation(facts, Inputs.NONE, Drains.NONE, Counters.NONE, Instant.EPOCH);
  }

  /**
   * Whether a plan means the same in both, but for what time brings: {@link Desired#goodUntil} says
   * when that is.
   */
  public boolean isLike(Situation other) {
    return facts.equals(other.facts)
        && inputs.equals(other.inputs)
        && drains.equals(other.drains)
        && counters.isLike(other.counters);
  }
}
