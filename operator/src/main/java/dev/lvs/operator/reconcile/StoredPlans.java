package dev.lvs.operator.reconcile;

import dev.lvs.api.LetGo;
import dev.lvs.api.v1alpha1.AnnouncementMode;
import dev.lvs.api.v1alpha1.FormerVip;
import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanPart;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.parts.PartTree;
import dev.lvs.parts.PlanSplitter;
import dev.lvs.parts.StoredPlan;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Maps plans in one piece, as they are compiled and reported on, to the objects in which the API
 * server stores them, and back.
 *
 * <p>A plan is split once, and not again with each event of its node; of the next plan of the node
 * what differs is.
 */
final class StoredPlans {
  /** A plan and its parts, and what splits the next. */
  private record Split(NodePlanSpec whole, StoredPlan stored, PlanSplitter splitter) {
    static Split of(NodePlanSpec whole, PlanSplitter splitter) {
      return new Split(whole, splitter.split(whole), splitter);
    }
  }

  private final ClusterCache cache;
  private final Map<String, Split> splits = new ConcurrentHashMap<>();

  /**
   * @param cache of all plans and all parts
   */
  StoredPlans(ClusterCache cache) {
    this.cache = cache;
  }

  /** Returns how {@code whole} is to be stored. */
  StoredPlan split(NodePlanSpec whole) {
    return splits
        .compute(
            whole.nodeName(),
            (_, known) -> {
              if (known == null) {
                return Split.of(whole, new PlanSplitter());
              }
              return known.whole().equals(whole) ? known : Split.of(whole, known.splitter());
            })
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

  /**
   * What nodes have let go of the former VIPs in their plans.
   *
   * @param isLatest whether the plan that stands is the one that was compiled last, by node
   * @param isElsewhere whether a node is known to have it no more although it has not reported
   */
  Set<LetGo> letGo(Predicate<String> isLatest, Predicate<LetGo> isElsewhere) {
    Set<LetGo> letGo = new HashSet<>();
    for (NodePlan plan : cache.all(NodePlan.class)) {
      if (plan.getSpec() != null && isLatest.test(plan.getSpec().nodeName())) {
        boolean observed = NodePlans.observed(plan);
        former(plan.getSpec())
            .filter(
                one -> (observed && !isKept(one.vip(), plan.getStatus())) || isElsewhere.test(one))
            .forEach(letGo::add);
      }
    }
    return letGo;
  }

  /** keepalived puts VIPs on an interface and takes them off, when it does. */
  private static boolean isKept(FormerVip vip, NodePlanStatus status) {
    PlanReport report = status.report();
    return vip.mode() == AnnouncementMode.VRRP
        && (report == null
            || !report.complete()
            || !report.parts().isEmpty()
            || report.entries().stream()
                .anyMatch(entry -> entry.reason().equals(ResourceReport.VIP_NOT_LET_GO)));
  }

  /** What a node is to let go by its plan. */
  static Stream<LetGo> former(NodePlanSpec plan) {
    return plan.director().formerVips().stream().map(vip -> new LetGo(plan.nodeName(), vip));
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
    PartTree parts = partsOf(primary);
    return parts.isWhole()
        ? Optional.of(with(standing, StoredPlan.join(primary, parts)))
        : Optional.empty();
  }

  /** The names of all parts to which {@code primary} leads. */
  Set<String> names(NodePlanSpec primary) {
    Split split = splits.get(primary.nodeName());
    return split != null && split.stored().primary().equals(primary)
        ? split.stored().parts().keySet()
        : partsOf(primary).names();
  }

  private PartTree partsOf(NodePlanSpec primary) {
    return PartTree.of(
        primary, name -> cache.get(NodePlanPart.class, name).map(NodePlanPart::getSpec));
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
