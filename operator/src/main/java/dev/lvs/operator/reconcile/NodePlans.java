package dev.lvs.operator.reconcile;

import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;

/** Writes node plans: by server-side apply, as the owner of every field of the spec. */
final class NodePlans {
  /** Who owns what this operator writes, in {@code metadata.managedFields}. */
  static final String FIELD_MANAGER = "lvs-operator";

  private final KubernetesClient client;

  NodePlans(KubernetesClient client) {
    this.client = client;
  }

  /** Makes the node's plan say {@code spec}; returns it as the API server now has it. */
  NodePlan apply(Node node, NodePlanSpec spec) {
    NodePlan plan = new NodePlan();
    plan.setMetadata(
        new ObjectMetaBuilder()
            .withName(node.getMetadata().getName())
            .withOwnerReferences(owner(node))
            .build());
    plan.setSpec(spec);
    return client.resource(plan).fieldManager(FIELD_MANAGER).forceConflicts().serverSideApply();
  }

  /** Deletes the plan unless it changed since it was read. */
  void delete(NodePlan plan) {
    client.resource(plan).lockResourceVersion(plan.getMetadata().getResourceVersion()).delete();
  }

  /** Whether {@code plan} is what {@link #apply} would make of it. */
  static boolean matches(NodePlan plan, Node node, NodePlanSpec spec) {
    return spec.equals(plan.getSpec())
        && plan.getMetadata().getOwnerReferences().equals(List.of(owner(node)));
  }

  /** The plan of a node that is to hold nothing: its agent tears down what it holds. */
  static NodePlanSpec nothing(Node node) {
    return new NodePlanSpec(node.getMetadata().getName(), null, null);
  }

  /** Whether the node's agent has reported that it holds what the plan says, without a refusal. */
  static boolean carriedOut(NodePlan plan) {
    NodePlanStatus status = plan.getStatus();
    return status != null
        && Objects.equals(status.observedGeneration(), plan.getMetadata().getGeneration())
        && status.refused().isEmpty();
  }

  /** When the node goes, the garbage collector takes its plan: nobody is left to carry it out. */
  private static OwnerReference owner(Node node) {
    return new OwnerReferenceBuilder()
        .withApiVersion(node.getApiVersion())
        .withKind(node.getKind())
        .withName(node.getMetadata().getName())
        .withUid(node.getMetadata().getUid())
        .build();
  }
}
