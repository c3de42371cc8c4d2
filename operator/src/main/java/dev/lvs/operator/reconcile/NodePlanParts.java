package dev.lvs.operator.reconcile;

import dev.lvs.api.v1alpha1.NodePlanPart;
import dev.lvs.api.v1alpha1.NodePlanPartSpec;
import dev.lvs.parts.StoredPlan;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes the parts of large plans, and deletes those that no plan needs any more.
 *
 * <p>The number of stored parts is bounded, however long an agent does not answer and however often
 * its plan changes meanwhile: the parts of the plan in force, and those of the one before until the
 * agent has carried the newer one out, for it may be reading them. It needs no older ones: what it
 * has read it holds, and a restarted agent reads the plan in force.
 */
final class NodePlanParts {
  private final KubernetesClient client;

  /**
   * By node, the parts of the plan that was in force before, while its agent may be reading them.
   */
  private final Map<String, Set<String>> before = new ConcurrentHashMap<>();

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
              } else {
                // equal: so that what the plan has and what the cache has is one object
                there.setSpec(spec);
              }
            });
  }

  /**
   * Tells that {@code former} is in force no more.
   *
   * @param former names of the parts of the plan that was
   */
  void supersede(String node, Set<String> former) {
    before.put(node, Set.copyOf(former));
  }

  /** Tells that the agent has carried out the plan in force, or that there is none. */
  void settle(String node) {
    before.remove(node);
  }

  /**
   * Takes away what neither these plans need nor the one before, if the agent may be reading it.
   *
   * @param needed names of parts that stay
   * @param there the node's parts that there are
   */
  void clear(String node, Set<String> needed, Collection<NodePlanPart> there) {
    Set<String> staying = new HashSet<>(needed);
    staying.addAll(before.getOrDefault(node, Set.of()));
    there.stream()
        .filter(part -> !staying.contains(part.getMetadata().getName()))
        .forEach(this::delete);
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
