package dev.lvs.operator.reconcile;

import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Writes node plans: by server-side apply, as the owner of every field of the spec. */
final class NodePlans {
  /** Owner of what this operator writes, in {@code metadata.managedFields}. */
  static final String FIELD_MANAGER = "lvs-operator";

  private final KubernetesClient client;

  NodePlans(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Makes the node's plan say {@code spec}; returns it as the API server now has it.
   *
   * @param standing the plan as it was read last: another spec than that is not overwritten, for
   *     who wrote it knew more, as the operator that leads while this one stood still
   * @throws RefusedException where that does not take it
   */
  NodePlan apply(Node node, NodePlanSpec spec, Optional<NodePlan> standing) {
    try {
      return apply(plan(node, spec, standing));
    } catch (KubernetesClientException answer) {
      if (answer.getCode() != HttpURLConnection.HTTP_CONFLICT || standing.isEmpty()) {
        throw answer;
      }
      // most often the agent has written a report meanwhile
      NodePlan now = client.resource(standing.get()).get();
      if (now == null || !hasSpecOf(now, standing.get())) {
        throw answer;
      }
      return apply(plan(node, spec, Optional.of(now)));
    }
  }

  private NodePlan apply(NodePlan plan) {
    return apply(client, plan);
  }

  private static NodePlan plan(Node node, NodePlanSpec spec, Optional<NodePlan> standing) {
    NodePlan plan = new NodePlan();
    plan.setMetadata(metadata(node.getMetadata().getName(), node));
    standing.ifPresent(
        it -> plan.getMetadata().setResourceVersion(it.getMetadata().getResourceVersion()));
    plan.setSpec(spec);
    return plan;
  }

  private static boolean hasSpecOf(NodePlan now, NodePlan standing) {
    return now.getMetadata().getUid().equals(standing.getMetadata().getUid())
        && Objects.equals(
            now.getMetadata().getGeneration(), standing.getMetadata().getGeneration());
  }

  /** Applies a plan or a part of one; a field that the CRD lacks must not be lost in silence. */
  static <T extends HasMetadata> T apply(KubernetesClient client, T object) {
    try {
      return client
          .resource(object)
          .fieldValidation(FieldValidateable.Validation.STRICT)
          .fieldManager(FIELD_MANAGER)
          .forceConflicts()
          .serverSideApply();
    } catch (KubernetesClientException answer) {
      throw RefusedException.of(object, answer).<RuntimeException>map(it -> it).orElse(answer);
    }
  }

  /** Deletes the plan unless it changed since it was read. */
  void delete(NodePlan plan) {
    client.resource(plan).lockResourceVersion(plan.getMetadata().getResourceVersion()).delete();
  }

  /** Returns whether {@code plan} is what {@link #apply} would make of it. */
  static boolean matches(NodePlan plan, Node node, NodePlanSpec spec) {
    return spec.equals(plan.getSpec())
        && plan.getMetadata().getOwnerReferences().equals(List.of(owner(node)));
  }

  /** The plan of a node that is to hold nothing: its agent tears down what it holds. */
  static NodePlanSpec nothing(Node node) {
    return NodePlanSpec.empty(node.getMetadata().getName());
  }

  /** Returns whether the node's agent has reported on the plan as it stands. */
  static boolean observed(NodePlan plan) {
    NodePlanStatus status = plan.getStatus();
    return status != null
        && Objects.equals(status.observedGeneration(), plan.getMetadata().getGeneration());
  }

  /**
   * Returns whether it has reported that the node holds what the plan says, without a refusal, and
   * keeps nothing else for open connections.
   */
  static boolean carriedOut(NodePlan plan) {
    return observed(plan) && plan.getStatus().holdsAll() && !plan.getStatus().lingers();
  }

  /** Of an object by this name that goes with {@code node}. */
  static ObjectMeta metadata(String name, Node node) {
    return new ObjectMetaBuilder().withName(name).withOwnerReferences(owner(node)).build();
  }

  /** When the node goes, the garbage collector takes its plan: nobody is left to carry it out. */
  static OwnerReference owner(Node node) {
    return new OwnerReferenceBuilder()
        .withApiVersion(node.getApiVersion())
        .withKind(node.getKind())
        .withName(node.getMetadata().getName())
        .withUid(node.getMetadata().getUid())
        .build();
  }
}
