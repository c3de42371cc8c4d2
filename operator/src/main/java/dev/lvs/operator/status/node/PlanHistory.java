package dev.lvs.operator.status.node;

import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * History of one node's plan: when the entries of each resource last changed, and which resources
 * have left the plan.
 *
 * <p>A plan's generation grows with every change of it, and the node reports on generations.
 * Whether the node is up to date with one service of a thousand can therefore be told only by
 * remembering which generation changed that service.
 *
 * @param generation of the plan that this history goes up to
 * @param changes of the resources in the plan
 * @param departures of those that left it, until the node has removed them
 */
public record PlanHistory(
    long generation,
    PlanBySource parts,
    Map<String, PlanChange> changes,
    Map<String, PlanChange> departures) {
  public PlanHistory {
    changes = Map.copyOf(changes);
    departures = Map.copyOf(departures);
  }

  /** The history of a plan that an earlier operator left. */
  public static PlanHistory begin(NodePlan plan, Clock clock) {
    long generation = plan.getMetadata().getGeneration();
    PlanBySource parts = PlanBySource.of(plan.getSpec());
    PlanChange change = new PlanChange(generation, clock.instant(), false);
    Map<String, PlanChange> changes = new HashMap<>();
    parts.sources().forEach(source -> changes.put(source, change));
    return new PlanHistory(generation, parts, changes, Map.of());
  }

  /** The history of a plan that this operator has just made. */
  public static PlanHistory create(NodePlan plan, Clock clock) {
    return new PlanHistory(0, PlanBySource.EMPTY, Map.of(), Map.of()).next(plan, clock);
  }

  /** This history, gone on to {@code plan}; the same for a plan that is not newer. */
  public PlanHistory next(NodePlan plan, Clock clock) {
    long reached = plan.getMetadata().getGeneration();
    return reached <= generation ? this : next(reached, plan.getSpec(), clock.instant());
  }

  /** This history, gone on to a plan that has or would have this generation. */
  PlanHistory next(long reached, @Nullable NodePlanSpec spec, Instant at) {
    PlanBySource next = PlanBySource.of(spec);
    PlanChange change = new PlanChange(reached, at, true);
    Map<String, PlanChange> nextChanges = new HashMap<>();
    for (String source : next.sources()) {
      PlanChange earlier = changes.get(source);
      nextChanges.put(source, earlier != null && next.sameFor(source, parts) ? earlier : change);
    }
    Map<String, PlanChange> nextDepartures = new HashMap<>(departures);
    changes.keySet().forEach(source -> nextDepartures.put(source, change));
    nextDepartures.keySet().removeAll(next.sources());
    return new PlanHistory(reached, next, nextChanges, nextDepartures);
  }

  /** This history without the departures that a node has carried out by {@code observed}. */
  public PlanHistory carriedOut(long observed) {
    if (departures.values().stream().noneMatch(change -> change.generation() <= observed)) {
      return this;
    }
    Map<String, PlanChange> left = new HashMap<>(departures);
    left.values().removeIf(change -> change.generation() <= observed);
    return new PlanHistory(generation, parts, changes, left);
  }
}
