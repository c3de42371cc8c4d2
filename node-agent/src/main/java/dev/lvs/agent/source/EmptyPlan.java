package dev.lvs.agent.source;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import java.util.List;
import java.util.function.Consumer;

/** The empty plan, which removes every owned object of a node: the tear-down. */
public final class EmptyPlan implements PlanSource {
  private final PlanNews plan;

  public EmptyPlan(String node) {
    plan = new PlanNews.Plan(1, NodePlanSpec.empty(node), List.of(), PlanNews.Removals.OF_ALL);
  }

  @Override
  public void begin(Consumer<PlanNews> news) {
    news.accept(plan);
  }

  /** There is nobody to tell. */
  @Override
  public void report(NodePlanStatus status) {}

  @Override
  public void close() {}
}
