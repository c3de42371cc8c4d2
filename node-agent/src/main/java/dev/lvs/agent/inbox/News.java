package dev.lvs.agent.inbox;

import dev.lvs.agent.situation.DrainOrders;
import dev.lvs.agent.situation.Health;
import dev.lvs.agent.situation.Holding;
import dev.lvs.agent.situation.Inputs;
import dev.lvs.agent.source.PlanNews;
import java.util.Optional;
import java.util.Set;

/**
 * News that arrived since the inbox was emptied last, the newest of each sort.
 *
 * @param kernel the parts of the kernel that sent change events
 * @param due the deadlines that have come
 */
public record News(
    Optional<PlanNews> plan,
    Optional<Health> health,
    Optional<Holding> holding,
    Optional<DrainOrders> orders,
    Set<KernelEvent> kernel,
    Set<Deadline> due) {
  public News {
    kernel = Set.copyOf(kernel);
    due = Set.copyOf(due);
  }

  /** Returns what is to be planned with from now on, where it was this before. */
  public Inputs over(Inputs before) {
    return new Inputs(
        health.orElse(before.health()),
        holding.orElse(before.holding()),
        orders.orElse(before.orders()));
  }

  /** Returns whether the kernel is to be held to the plan now. */
  public boolean wantsRound() {
    return plan.isPresent()
        || health.isPresent()
        || holding.isPresent()
        || orders.isPresent()
        || !kernel.isEmpty()
        || due.contains(Deadline.LOOK)
        || due.contains(Deadline.PLAN)
        || due.contains(Deadline.DRAIN);
  }
}
