package dev.lvs.agent.situation;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.plan.draft.Desired;
import java.time.Instant;

/**
 * Input of planning beside the plan: everything that decides what a node is to hold.
 *
 * @param counters of the destinations that are drained
 * @param now by a monotonic clock
 * @param past memory of the planning before
 */
public record Situation(
    NodeFacts facts, Inputs inputs, Drains drains, Counters counters, Instant now, Past past) {
  /** One of which nothing is remembered. */
  public Situation(NodeFacts facts, Inputs inputs, Drains drains, Counters counters, Instant now) {
    this(facts, inputs, drains, counters, now, Past.NONE);
  }

  /** The situation of a node of which nothing else is known. */
  public static Situation of(NodeFacts facts) {
    return new Situation(facts, Inputs.NONE, Drains.NONE, Counters.NONE, Instant.EPOCH);
  }

  /** The same with another past. */
  public Situation after(Past other) {
    return new Situation(facts, inputs, drains, counters, now, other);
  }

  /**
   * Returns whether a plan means the same in both, but for what time brings: {@link
   * Desired#goodUntil} says when that is. The past is no question: planning again with what
   * planning said of it says the same.
   */
  public boolean isLike(Situation other) {
    return facts.equals(other.facts)
        && inputs.equals(other.inputs)
        && drains.equals(other.drains)
        && counters.isLike(other.counters);
  }
}
