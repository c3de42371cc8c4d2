package dev.lvs.operator.reconcile;

import dev.lvs.api.v1alpha1.Lvs;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.api.v1alpha1.VirtualServiceStatus;
import dev.lvs.operator.status.Departure;
import dev.lvs.operator.status.VirtualServiceStatuses;
import dev.lvs.operator.status.condition.NextStatus;
import dev.lvs.operator.status.event.EventMessage;
import dev.lvs.operator.status.facts.Facts;
import dev.lvs.operator.status.node.PlanProgress;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the status of each VirtualService, and keeps one that is being deleted until the nodes
 * have removed it.
 */
@ControllerConfiguration(
    name = "virtualservices",
    fieldManager = NodePlans.FIELD_MANAGER,
    triggerReconcilerOnAllEvents = true)
public final class VirtualServiceReconciler implements Reconciler<VirtualService> {
  /** Stands on a VirtualService as long as a node may hold something of it. */
  public static final String FINALIZER = Lvs.GROUP + "/programmed";

  private final Compiling compiling;
  private final ResourceStatusWriter writer;
  private final VirtualServiceStatuses statuses;
  private final Clock clock;

  public VirtualServiceReconciler(Compiling compiling, ResourceStatusWriter writer, Clock clock) {
    this.compiling = compiling;
    this.writer = writer;
    this.statuses = new VirtualServiceStatuses(clock);
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, VirtualService>> prepareEventSources(
      EventSourceContext<VirtualService> context) {
    return List.of(compiling.follow(context, Differences::ofSpec));
  }

  @Override
  public UpdateControl<VirtualService> reconcile(
      VirtualService service, Context<VirtualService> context) {
    if (context.isPrimaryResourceDeleted() || compiling.latest().isEmpty()) {
      return UpdateControl.noUpdate();
    }
    if (service.isMarkedForDeletion()) {
      return leave(service, context);
    }
    ResourceName name = ResourceName.of(service);
    compiling.takeWithdrawals(name).forEach(it -> writer.tell(service, EventMessage.withdrawn(it)));
    Optional<Facts.OfService> facts = compiling.facts(service, Facts.OfService.class);
    if (facts.isEmpty()) {
      return UpdateControl.noUpdate();
    }
    if (facts.get().onNodes() && !service.hasFinalizer(FINALIZER)) {
      PrimaryUpdateAndCacheUtils.addFinalizerWithSSA(context, service, FINALIZER);
    }
    Map<String, PlanProgress> progress = compiling.reports().progressOf(name.toString());
    NextStatus<VirtualServiceStatus> step =
        facts
            .get()
            .compiled()
            .movingGroup()
            .map(compiling::holding)
            .map(held -> statuses.next(service.getStatus(), facts.get(), progress, held))
            .orElseGet(() -> statuses.next(service.getStatus(), facts.get(), progress));
    writer.write(
        service, step.status(), new VirtualService(), VirtualServiceStatus::conditions, context);
    return again(step.again());
  }

  private UpdateControl<VirtualService> leave(
      VirtualService service, Context<VirtualService> context) {
    if (!service.hasFinalizer(FINALIZER)) {
      return UpdateControl.noUpdate();
    }
    Departure departure = departure(service);
    if (departure.left().isPositive()) {
      departure
          .waiting()
          .ifPresent(
              why ->
                  writer.write(
                      service,
                      statuses.leaving(service, why),
                      new VirtualService(),
                      VirtualServiceStatus::conditions,
                      context));
      return again(Optional.of(departure.left()));
    }
    departure.told().ifPresent(told -> writer.tell(service, told));
    PrimaryUpdateAndCacheUtils.removeFinalizer(context, FINALIZER);
    return UpdateControl.noUpdate();
  }

  private Departure departure(VirtualService service) {
    ResourceName name = ResourceName.of(service);
    Instant deleted = Instant.parse(service.getMetadata().getDeletionTimestamp());
    return compiling.hasLeft(name)
        ? Departure.of(compiling.reports().holdersOf(name.toString()), deleted, clock)
        : Departure.toBegin(deleted, clock);
  }

  private static UpdateControl<VirtualService> again(Optional<Duration> after) {
    UpdateControl<VirtualService> nothing = UpdateControl.noUpdate();
    return after.map(nothing::rescheduleAfter).orElse(nothing);
  }
}
