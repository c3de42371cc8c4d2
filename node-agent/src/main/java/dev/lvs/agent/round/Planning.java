package dev.lvs.agent.round;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.plan.Planner;
import dev.lvs.agent.plan.draft.Desired;
import dev.lvs.agent.situation.Past;
import dev.lvs.agent.situation.Situation;
import dev.lvs.agent.source.PlanNews.Plan;
import dev.lvs.api.v1alpha1.LingeringVip;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.net.IpAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Plans only where plan or situation have changed since the last time, or where the last result has
 * expired: a round without news allocates nothing for a hundred thousand destinations.
 */
final class Planning {
  private final Supplier<Set<IpAddress>> planServers;
  private final Lately lately = new Lately(System::nanoTime);
  private final Lingering lingering = new Lingering();
  private Optional<Past> past = Optional.empty();
  private Optional<Known> last = Optional.empty();
  private Optional<Known> lastWithMore = Optional.empty();

  private record Known(NodePlanSpec plan, Situation situation, Desired desired) {
    static Known of(NodePlanSpec plan, Situation situation) {
      return new Known(plan, situation, Planner.plan(plan, situation));
    }

    Known until(Optional<Instant> end) {
      return new Known(plan, situation, desired.until(end));
    }

    boolean isOf(NodePlanSpec otherPlan, Situation other) {
      return situation.isLike(other)
          && desired.goodUntil().filter(end -> !end.isAfter(other.now())).isEmpty()
          && plan.equals(otherPlan);
    }
  }

  /**
   * @param planServers the addresses from which plans come
   */
  Planning(Supplier<Set<IpAddress>> planServers) {
    this.planServers = planServers;
  }

  /**
   * The same with what lingers of the plans before.
   *
   * @param connected how many open connections there are to each of some addresses that has any
   * @throws UnusablePlanException when the plan cannot be carried out by anybody
   */
  Desired of(
      Plan plan,
      Situation seen,
      Ownership ours,
      Function<Set<IpAddress>, Map<IpAddress, Integer>> connected) {
    Situation situation = complete(seen);
    Desired desired = planned(plan, situation);
    if (plan.isLast()) {
      lingering.none();
      return desired;
    }
    NodePlanSpec more =
        lingering.added(plan.spec(), desired.state().vips(), ours, situation, connected);
    if (more.equals(plan.spec())) {
      lastWithMore = Optional.empty();
      return desired;
    }
    Known known =
        lastWithMore
            .filter(one -> one.isOf(more, situation))
            .orElseGet(() -> Known.of(more, situation).until(lingering.end()));
    lastWithMore = Optional.of(known);
    return known.desired();
  }

  /** Returns what lingers since the last planning. */
  List<LingeringVip> lingering() {
    return lingering.standing();
  }

  /**
   * Returns what the plan means in a situation.
   *
   * @throws UnusablePlanException when the plan cannot be carried out by anybody
   */
  Desired of(Plan plan, Situation seen) {
    return planned(plan, complete(seen));
  }

  /** Returns whether an address may be a VIP on a node at all. */
  Predicate<IpAddress> fit(NodeFacts seen) {
    return Planner.fit(complete(seen));
  }

  private Situation complete(Situation seen) {
    // an agent that begins knows what it wrote down
    Past before = past.orElseGet(() -> new Past(seen.inputs().health().below(), Optional.empty()));
    return new Situation(
        complete(seen.facts()), seen.inputs(), seen.drains(), seen.counters(), seen.now(), before);
  }

  private NodeFacts complete(NodeFacts seen) {
    return seen.needing(lately.unseen(seen, planServers.get()));
  }

  private Desired planned(Plan plan, Situation situation) {
    NodePlanSpec spec = plan.spec();
    Optional<Known> same = last.filter(known -> known.isOf(spec, situation));
    if (same.isPresent()) {
      return same.get().desired();
    }
    try {
      Known known = Known.of(spec, situation);
      last = Optional.of(known);
      past = Optional.of(known.desired().past());
      return known.desired();
    } catch (IllegalArgumentException e) {
      throw new UnusablePlanException(plan, e);
    }
  }
}
