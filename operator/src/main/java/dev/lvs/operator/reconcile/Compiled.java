package dev.lvs.operator.reconcile;

import dev.lvs.api.Input;
import dev.lvs.api.LetGo;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.Compilation;
import dev.lvs.compile.Recompilation;
import dev.lvs.compile.Recompiler;
import dev.lvs.compile.problem.Withdrawal;
import dev.lvs.operator.status.facts.FactFinder;
import dev.lvs.operator.status.facts.Facts;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * One compilation, indexed for the reconcilers.
 *
 * @param plans by node; only of nodes that are to hold something, or to let something go
 * @param facts by resource
 * @param withdrawals entries that this compilation removes because the right that allowed them is
 *     gone
 */
record Compiled(
    Map<String, NodePlanSpec> plans, Map<ResourceName, Facts> facts, List<Withdrawal> withdrawals) {
  /** State before the first compilation. */
  static final Compiled NOTHING = new Compiled(Map.of(), Map.of(), List.of());

  /**
   * Compiles {@code input}.
   *
   * @param previous the plans in force
   */
  static Compiled of(Input input, List<NodePlanSpec> previous) {
    return NOTHING.next(input, new Recompiler().compile(input, previous));
  }

  /**
   * Returns what follows on this.
   *
   * @param next the compilation of {@code input}, made by who made that of this
   */
  Compiled next(Input input, Recompilation next) {
    Compilation compilation = next.compilation();
    Map<String, NodePlanSpec> now =
        compilation.plans().stream()
            .filter(plan -> !plan.saysNothing())
            .collect(Collectors.toMap(NodePlanSpec::nodeName, Function.identity()));
    return new Compiled(
        now,
        next.whole()
            ? FactFinder.find(input, compilation)
            : FactFinder.again(facts, input, next.weighted()),
        compilation.withdrawals());
  }

  Optional<NodePlanSpec> plan(String node) {
    return Optional.ofNullable(plans.get(node));
  }

  /** Returns what is said of {@code resource}, if this compilation has seen it. */
  <F extends Facts> Optional<F> facts(ResourceName resource, Class<F> kind) {
    return Optional.ofNullable(facts.get(resource)).map(kind::cast);
  }

  /** The VirtualServices whose VIPs one director of {@code group} has at a time. */
  List<ResourceName> servicesOf(String group) {
    return facts.entrySet().stream()
        .filter(
            entry ->
                entry.getValue() instanceof Facts.OfService service
                    && service.compiled().movingGroup().filter(group::equals).isPresent())
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * Plans that are others than in {@code earlier}; of a node that is to hold nothing, the empty.
   */
  List<NodePlanSpec> plansSince(Compiled earlier) {
    return changed(plans, earlier.plans).stream()
        .map(node -> plan(node).orElseGet(() -> NodePlanSpec.empty(node)))
        .toList();
  }

  /** Returns whether a node is to let go a VIP for which {@code which} holds. */
  boolean anyFormer(Predicate<LetGo> which) {
    return plans.values().stream().flatMap(StoredPlans::former).anyMatch(which);
  }

  /** Every resource, and every Node, for which this compilation comes to something else. */
  Set<ResourceName> changedSince(Compiled earlier) {
    Set<ResourceName> changed = changed(facts, earlier.facts);
    changed(plans, earlier.plans).forEach(node -> changed.add(new ResourceName("Node", "", node)));
    return changed;
  }

  @SuppressWarnings("ReferenceEquality") // most facts are the same objects as before
  private static <K, V> Set<K> changed(Map<K, V> now, Map<K, V> before) {
    Set<K> changed = new HashSet<>(now.keySet());
    changed.addAll(before.keySet());
    changed.removeIf(
        key -> {
          V value = now.get(key);
          return value != null && (value == before.get(key) || value.equals(before.get(key)));
        });
    return changed;
  }
}
