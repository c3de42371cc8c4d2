package dev.lvs.operator.reconcile;

import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanPart;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.NodeReportPart;
import dev.lvs.operator.status.node.Refusal;
import dev.lvs.parts.StoredPlan;
import io.fabric8.kubernetes.api.model.HasMetadata;
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
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each node's compiled plan, and receives the node's reports.
 *
 * <p>A node that is to hold nothing any more gets the empty plan; that plan is deleted once the
 * agent has carried it out and keeps no hidden VIP for open connections. So does a node that has no
 * plan and whose agent is alive: its Node may have been recreated, and the garbage collector
 * deleted the plan with the former one. A large plan is written part by part and comes into force
 * with its primary object, which is written last.
 */
@ControllerConfiguration(
    name = "nodes",
    fieldManager = NodePlans.FIELD_MANAGER,
    triggerReconcilerOnAllEvents = true)
public final class NodeReconciler implements Reconciler<Node> {
  private static final Logger LOG = LoggerFactory.getLogger(NodeReconciler.class);

  private final Compiling compiling;
  private final NodePlans plans;
  private final NodePlanParts parts;
  private final Clock clock;

  public NodeReconciler(Compiling compiling, KubernetesClient client, Clock clock) {
    this.compiling = compiling;
    this.plans = new NodePlans(client);
    this.parts = new NodePlanParts(client);
    this.clock = clock;
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
                .withItemStore(LeanStore.create())
                .build(),
            context);
    InformerEventSource<NodePlanPart, Node> standingParts =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(NodePlanPart.class, Node.class)
                .withSecondaryToPrimaryMapper(
                    part -> Set.of(new ResourceID(part.getSpec().nodeName())))
                .withItemStore(LeanStore.create())
                .build(),
            context);
    InformerEventSource<NodeReportPart, Node> reportParts =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(NodeReportPart.class, Node.class)
                .withSecondaryToPrimaryMapper(
                    part -> Set.of(new ResourceID(part.getSpec().nodeName())))
                .withItemStore(LeanStore.create())
                .build(),
            context);
    compiling.inputs().holds(NodeReportPart.class, reportParts);
    compiling.inputs().holds(NodePlan.class, standing);
    compiling.inputs().holds(NodePlanPart.class, standingParts);
    return List.of(
        standing, standingParts, reportParts, compiling.follow(context, Differences::ofNode));
  }

  @Override
  public UpdateControl<Node> reconcile(Node node, Context<Node> context) {
    String name = node.getMetadata().getName();
    if (context.isPrimaryResourceDeleted()) {
      gone(name);
      return UpdateControl.noUpdate();
    }
    Optional<NodePlan> standing = context.getSecondaryResource(NodePlan.class);
    standing
        .flatMap(compiling.plans()::whole)
        .map(compiling.reports()::read)
        .ifPresent(compiling::heard);
    if (compiling.latest().isEmpty()) {
      return UpdateControl.noUpdate();
    }
    Optional<NodePlanSpec> wanted = compiling.latest().get().plan(name);
    if (wanted.isPresent()) {
      Optional<Duration> rest = bring(node, standing, wanted.get(), context);
      return again(rest.or(() -> compiling.reports().missesParts(name)));
    }
    if (standing.isPresent()) {
      return again(tearDown(node, standing.get(), context));
    }
    if (compiling.hasAsked(name)) {
      LOG.info("node {} has no plan, and its agent is alive: it gets the empty one", name);
      return again(bring(node, standing, NodePlans.nothing(node), context));
    }
    standingParts(context).forEach(parts::delete);
    gone(name);
    return UpdateControl.noUpdate();
  }

  /** Returns after what time to try again what the API server does not take, if so. */
  private Optional<Duration> bring(
      Node node, Optional<NodePlan> standing, NodePlanSpec wanted, Context<Node> context) {
    String name = node.getMetadata().getName();
    Optional<Duration> rest =
        compiling
            .reports()
            .refusal(name)
            .map(refusal -> refusal.left(wanted, clock))
            .filter(Duration::isPositive);
    if (rest.isPresent()) {
      return rest;
    }
    StoredPlan stored = compiling.plans().split(wanted);
    try {
      bring(node, standing, wanted, stored, context);
      return Optional.empty();
    } catch (RefusedException refused) {
      Refusal refusal = new Refusal(wanted, String.valueOf(refused.getMessage()), clock.instant());
      LOG.error("plan of node {}: {}", name, refusal.message());
      compiling.heard(
          compiling.reports().refused(name, standing.flatMap(compiling.plans()::whole), refusal));
      return Optional.of(refusal.left(wanted, clock));
    }
  }

  private void bring(
      Node node,
      Optional<NodePlan> standing,
      NodePlanSpec wanted,
      StoredPlan stored,
      Context<Node> context) {
    String name = node.getMetadata().getName();
    Set<NodePlanPart> there = standingParts(context);
    Set<String> needed = stored.parts().keySet();
    Set<String> former =
        standing.map(NodePlan::getSpec).map(compiling.plans()::names).orElse(Set.of());
    parts.clear(name, either(needed, former), there);
    parts.write(node, stored, there, part -> remember(NodePlanPart.class, part, there, context));
    if (standing.isPresent() && NodePlans.matches(standing.get(), node, stored.primary())) {
      if (NodePlans.observed(standing.get())) {
        parts.settle(name);
      }
      parts.clear(name, needed, there);
      boolean isNews = compiling.reports().written(wanted);
      if (compiling.reports().taken(name) || isNews) {
        compiling.heard(compiling.reports().read(StoredPlans.with(standing.get(), wanted)));
      }
      if (NodePlans.observed(standing.get())) {
        compiling.carriedOut(wanted);
      }
      return;
    }
    NodePlan applied = plans.apply(node, stored.primary(), standing);
    remember(NodePlan.class, applied, standing.stream().toList(), context);
    parts.supersede(name, former);
    parts.clear(name, needed, there);
    compiling.reports().taken(name);
    compiling.reports().written(wanted);
    NodePlan whole = StoredPlans.with(applied, wanted);
    compiling.heard(
        standing.isPresent()
            ? compiling.reports().read(whole)
            : compiling.reports().created(whole));
    LOG.info(
        "plan of node {}: generation {}, {} parts",
        name,
        applied.getMetadata().getGeneration(),
        needed.size());
  }

  /** Before anything is written: whatever fails from here on, tries do not add up. */
  private static Set<String> either(Set<String> wanted, Set<String> inForce) {
    Set<String> needed = new HashSet<>(wanted);
    needed.addAll(inForce);
    return needed;
  }

  private Optional<Duration> tearDown(Node node, NodePlan standing, Context<Node> context) {
    // what it was to let go it has, and needs not be told so
    NodePlanSpec last = standing.getSpec();
    boolean isDown = last != null && last.holdsNothing() && NodePlans.carriedOut(standing);
    Optional<Duration> rest =
        isDown
            ? Optional.empty()
            : bring(node, Optional.of(standing), NodePlans.nothing(node), context);
    if (isDown) {
      plans.delete(standing);
      LOG.info(
          "plan of node {}: carried out to the last, and deleted",
          standing.getMetadata().getName());
    }
    return rest;
  }

  private void gone(String node) {
    compiling.plans().forget(node);
    parts.settle(node);
    compiling.heard(compiling.reports().gone(node));
  }

  private static Set<NodePlanPart> standingParts(Context<Node> context) {
    return context.getSecondaryResources(NodePlanPart.class);
  }

  private static UpdateControl<Node> again(Optional<Duration> after) {
    UpdateControl<Node> nothing = UpdateControl.noUpdate();
    return after.map(nothing::rescheduleAfter).orElse(nothing);
  }

  /** So that the next look sees this write even before the watch has brought it. */
  private static <R extends HasMetadata> void remember(
      Class<R> kind, R applied, Collection<R> before, Context<Node> context) {
    ResourceID id = ResourceID.fromResource(applied);
    if (context.eventSourceRetriever().getEventSourceFor(kind)
        instanceof InformerEventSource<R, Node> informer) {
      before.stream()
          .filter(earlier -> ResourceID.fromResource(earlier).equals(id))
          .findFirst()
          .ifPresentOrElse(
              earlier -> informer.handleRecentResourceUpdate(id, applied, earlier),
              () -> informer.handleRecentResourceCreate(id, applied));
    }
  }
}
