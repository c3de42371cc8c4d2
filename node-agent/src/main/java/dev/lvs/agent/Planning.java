package dev.lvs.agent;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.plan.Desired;
import dev.lvs.agent.plan.Planner;
import dev.lvs.agent.source.PlanNews.Plan;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.net.IpAddress;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Plans only where plan or node are others than the last time: a round in which nothing is new
 * makes nothing of a hundred thousand destinations.
 */
final class Planning {
  private final Supplier<Set<IpAddress>> planServers;
  private final Lately lately = new Lately(System::nanoTime);
  private final Lingering lingering = new Lingering(System::nanoTime);
  private Optional<Known> last = Optional.empty();
  private Optional<Known> lastWithMore = Optional.empty();

  private record Known(NodePlanSpec plan, NodeFacts facts, Desired desired) {
    boolean isOf(NodePlanSpec otherPlan, NodeFacts otherFacts) {
      return facts.equals(otherFacts) && plan.equals(otherPlan);
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
   * @param connected which of some addresses have open connections
   * @throws UnusablePlanException when the plan cannot be carried out by anybody
   */
  Desired of(Plan plan, NodeFacts seen, Ownership ours, UnaryOperator<Set<IpAddress>> connected) {
    NodeFacts facts = complete(seen);
    Desired desired = planned(plan, facts);
    if (plan.isLast()) {
      return desired;
    }
    NodePlanSpec more =
        lingering.added(plan.spec(), desired.state().vips(), ours, facts, connected);
    if (more.equals(plan.spec())) {
      lastWithMore = Optional.empty();
      return desired;
    }
    Known known =
        lastWithMore
            .filter(one -> one.isOf(more, facts))
            .orElseGet(() -> new Known(more, facts, Planner.plan(more, facts)));
    lastWithMore = Optional.of(known);
    return known.desired();
  }

  /**
   * What the plan means on this node.
   *
   * @throws UnusablePlanException when the plan cannot be carried out by anybody
   */
  Desired of(Plan plan, NodeFacts seen) {
    return planned(plan, complete(seen));
  }

  private NodeFacts complete(NodeFacts seen) {
    return seen.needing(lately.unseen(seen, planServers.get()));
  }

  private Desired planned(Plan plan, NodeFacts facts) {
    NodePlanSpec spec = plan.spec();
    Optional<Known> same = last.filter(known -> known.isOf(spec, facts));
    if (same.isPresent()) {
      return same.get().desired();
    }
    try {
      Desired desired = Planner.plan(spec, facts);
      last = Optional.of(new Known(spec, facts, desired));
      return desired;
    } catch (IllegalArgumentException e) {
      throw new UnusablePlanException(plan, e);
    }
  }
}
