package dev.lvs.agent.source;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The plan that a node is to hold nothing of ours: the tear-down. */
public final class EmptyPlan implements PlanSource {
  private final Latest<PlanNews> plan = new Latest<>();

  public EmptyPlan(String node) {
    plan.put(new PlanNews.Plan(1, new NodePlanSpec(node, null, null), List.of(), true));
  }

  @Override
  public Optional<PlanNews> await(Duration patience) throws InterruptedException {
    return plan.take(patience);
  }

  /** There is nobody to tell. */
  @Override
  public void report(NodePlanStatus status) {}

  @Override
  public void close() {
    plan.close();
  }
}
