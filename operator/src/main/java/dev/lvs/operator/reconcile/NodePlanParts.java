package dev.lvs.operator.reconcile;

import dev.lvs.api.v1alpha1.NodePlanPart;
import dev.lvs.api.v1alpha1.NodePlanPartSpec;
import dev.lvs.parts.StoredPlan;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes the parts of large plans, and takes away those that no plan needs any more.
 *
 * <p>A part is not taken away before the agent has carried out a plan without it: it may still be
 * reading the plan before. An agent that does not answer must not fill etcd, so of what it has not
 * seen go there stay {@link #SPARE} parts, and as many as the plan itself has.
 */
final class NodePlanParts {
  private static final int SPARE = 64;

  private final KubernetesClient client;

  NodePlanParts(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Makes all parts of {@code wanted} stand.
   *
   * @param standing the node's parts that there are
   * @param written told of each part that was written
   * @throws RefusedException where the API server does not take one
   */
  void write(
      Node node,
      StoredPlan wanted,
      Collection<NodePlanPart> standing,
      Consumer<NodePlanPart> written) {
    Map<String, NodePlanPart> byName =
        standing.stream()
            .collect(Collectors.toMap(part -> part.getMetadata().getName(), Function.identity()));
    wanted
        .parts()
        .forEach(
            (name, spec) -> {
              NodePlanPart there = byName.get(name);
              if (there == null || !matches(there, node, spec)) {
                written.accept(write(node, name, spec));
              }
            });
  }

  /**
   * Takes away what is not needed any more.
   *
   * @param needed names of parts that stay
   * @param settled whether the agent reads no others any more
   * @param parts the node's parts that there are
   */
  void clear(Set<String> needed, boolean settled, Collection<NodePlanPart> parts) {
    superfluous(needed, settled, parts).forEach(this::delete);
  }

  /** What {@link #clear} takes away: where some stay, the oldest. */
  static List<NodePlanPart> superfluous(
      Set<String> needed, boolean settled, Collection<NodePlanPart> parts) {
    List<NodePlanPart> unneeded =
        parts.stream()
            .filter(part -> !needed.contains(part.getMetadata().getName()))
            .sorted(Comparator.comparing(part -> part.getMetadata().getCreationTimestamp()))
            .toList();
    int kept = settled ? 0 : needed.size() + SPARE;
    return unneeded.subList(0, Math.max(0, unneeded.size() - kept));
  }

  /** Takes a part away; one that is gone already is no matter. */
  void delete(NodePlanPart part) {
    client.resource(part).delete();
  }

  private NodePlanPart write(Node node, String name, NodePlanPartSpec spec) {
    NodePlanPart part = new NodePlanPart();
    part.setMetadata(NodePlans.metadata(name, node));
    part.setSpec(spec);
    try {
      return NodePlans.apply(client, part);
    } catch (RefusedException refused) {
      // what a part says cannot be changed: another's by our name has to go first
      NodePlanPart there = client.resource(part).get();
      if (there == null || spec.equals(there.getSpec())) {
        throw refused;
      }
      delete(there);
      return NodePlans.apply(client, part);
    }
  }

  private static boolean matches(NodePlanPart part, Node node, NodePlanPartSpec spec) {
    return Objects.equals(spec, part.getSpec())
        && part.getMetadata().getOwnerReferences().equals(List.of(NodePlans.owner(node)));
  }
}
