package dev.lvs.operator.reconcile;

import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanPart;
import dev.lvs.api.v1alpha1.NodePlanPartSpec;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.parts.StoredPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Maps plans in one piece, as they are compiled and reported on, to the objects in which the API
 * server stores them, and back.
 *
 * <p>A plan is split once, and not again with each event of its node.
 */
final class StoredPlans {
  /** A plan and its parts. */
  private record Split(NodePlanSpec whole, StoredPlan stored) {}

  private final ClusterCache cache;
  private final Map<String, Split> splits = new ConcurrentHashMap<>();

  /**
   * @param cache of all plans and all parts
   */
  StoredPlans(ClusterCache cache) {
    this.cache = cache;
  }

  /** How {@code whole} is to be stored. */
  StoredPlan split(NodePlanSpec whole) {
    return splits
        .compute(
            whole.nodeName(),
            (_, known) ->
                known != null && known.whole().equals(whole)
                    ? known
                    : new Split(whole, StoredPlan.split(whole)))
        .stored();
  }

  /** Forgets the plan of a node that is to have none. */
  void forget(String node) {
    splits.remove(node);
  }

  /** Every plan that stands, in one piece; one that lacks a part has what there is. */
  List<NodePlanSpec> standing() {
    return cache.all(NodePlan.class).stream()
        .filter(plan -> plan.getSpec() != null)
        .map(plan -> StoredPlan.join(plan.getSpec(), partsOf(plan.getSpec())))
        .toList();
  }

  /** {@code standing} in one piece, as if it were one object; empty while it lacks a part. */
  Optional<NodePlan> whole(NodePlan standing) {
    NodePlanSpec primary = standing.getSpec();
    if (primary == null || primary.parts().isEmpty()) {
      return Optional.of(standing);
    }
    Split split = splits.get(primary.nodeName());
    if (split != null && split.stored().primary().equals(primary)) {
      // the names of parts say what is in them
      return Optional.of(with(standing, split.whole()));
    }
    List<NodePlanPartSpec> parts = partsOf(primary);
    return parts.size() == primary.parts().size()
        ? Optional.of(with(standing, StoredPlan.join(primary, parts)))
        : Optional.empty();
  }

  private List<NodePlanPartSpec> partsOf(NodePlanSpec primary) {
    return primary.parts().stream()
        .flatMap(name -> cache.get(NodePlanPart.class, name).stream())
        .map(NodePlanPart::getSpec)
        .toList();
  }

  /** {@code standing} as if it were one object, with {@code whole} in it. */
  static NodePlan with(NodePlan standing, NodePlanSpec whole) {
    NodePlan plan = new NodePlan();
    plan.setMetadata(standing.getMetadata());
    plan.setSpec(whole);
    plan.setStatus(standing.getStatus());
    return plan;
  }
}
