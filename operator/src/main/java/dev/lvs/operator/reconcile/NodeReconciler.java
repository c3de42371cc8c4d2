package dev.lvs.operator.reconcile;

import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings each node's plan to what was compiled for it, and takes in what the node reports.
 *
 * <p>A node that is to hold nothing any more gets the empty plan; that plan is deleted once the
 * agent has carried it out.
 */
@ControllerConfiguration(
    name = "nodes",
    fieldManager = NodePlans.FIELD_MANAGER,
    triggerReconcilerOnAllEvents = true)
public final class NodeReconciler implements Reconciler<Node> {
  private static final Logger LOG = LoggerFactory.getLogger(NodeReconciler.class);

  private final Compiling compiling;
  private final NodePlans plans;

  public NodeReconciler(Compiling compiling, KubernetesClient client) {
    this.compiling = compiling;
    this.plans = new NodePlans(client);
  }

  @Override
  public List<EventSource<?, Node>> prepareEventSources(EventSourceContext<Node> context) {
    InformerEventSource<NodePlan, Node> standing =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(NodePlan.class, Node.class)
                .withSecondaryToPrimaryMapper(
                    plan -> Set.of(new ResourceID(plan.getMetadata().getName())))
                .withPrimaryToSecondaryMapper(
                    (Node node) -> Set.of(new ResourceID(node.getMetadata().getName())))
                .build(),
            context);
    compiling.inputs().holds(NodePlan.class, standing);
    return List.of(standing, compiling.follow(context, Differences::ofNode));
  }

  @Override
  public UpdateControl<Node> reconcile(Node node, Context<Node> context) {
    String name = node.getMetadata().getName();
    if (context.isPrimaryResourceDeleted()) {
      compiling.heard(compiling.reports().gone(name));
      return UpdateControl.noUpdate();
    }
    Optional<NodePlan> standing = context.getSecondaryResource(NodePlan.class);
    if (compiling.latest().isEmpty()) {
      standing.map(compiling.reports()::read).ifPresent(compiling::heard);
      return UpdateControl.noUpdate();
    }
    Optional<NodePlanSpec> wanted = compiling.latest().get().plan(name);
    if (wanted.isPresent()) {
      bring(node, standing, wanted.get(), context);
    } else if (standing.isPresent()) {
      tearDown(node, standing.get(), context);
    } else {
      compiling.heard(compiling.reports().gone(name));
    }
    return UpdateControl.noUpdate();
  }

  private void bring(
      Node node, Optional<NodePlan> standing, NodePlanSpec wanted, Context<Node> context) {
    if (standing.isPresent()) {
      compiling.heard(compiling.reports().read(standing.get()));
      if (NodePlans.matches(standing.get(), node, wanted)) {
        return;
      }
    }
    NodePlan applied = plans.apply(node, wanted);
    remember(applied, standing, context);
    compiling.heard(
        standing.isPresent()
            ? compiling.reports().read(applied)
            : compiling.reports().created(applied));
    LOG.info(
        "plan of node {}: generation {}",
        node.getMetadata().getName(),
        applied.getMetadata().getGeneration());
  }

  private void tearDown(Node node, NodePlan standing, Context<Node> context) {
    NodePlanSpec nothing = NodePlans.nothing(node);
    bring(node, Optional.of(standing), nothing, context);
    if (NodePlans.matches(standing, node, nothing) && NodePlans.carriedOut(standing)) {
      plans.delete(standing);
      LOG.info(
          "plan of node {}: carried out to the last, and deleted",
          standing.getMetadata().getName());
    }
  }

  /** So that the next look sees this write even before the watch has brought it. */
  private static void remember(NodePlan applied, Optional<NodePlan> before, Context<Node> context) {
    ResourceID id = ResourceID.fromResource(applied);
    if (context.eventSourceRetriever().getEventSourceFor(NodePlan.class)
        instanceof InformerEventSource<NodePlan, Node> informer) {
      before.ifPresentOrElse(
          earlier -> informer.handleRecentResourceUpdate(id, applied, earlier),
          () -> informer.handleRecentResourceCreate(id, applied));
    }
  }
}
