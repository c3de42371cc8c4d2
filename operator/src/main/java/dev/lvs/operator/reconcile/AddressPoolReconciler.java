package dev.lvs.operator.reconcile;

import dev.lvs.api.v1alpha1.AddressPool;
import dev.lvs.api.v1alpha1.AddressPoolStatus;
import dev.lvs.operator.status.AddressPoolStatuses;
import dev.lvs.operator.status.facts.Facts;
import io.fabric8.kubernetes.api.model.Namespace;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * Writes the status of each AddressPool; watches the namespaces that pools admit by their labels.
 */
@ControllerConfiguration(name = "addresspools", fieldManager = NodePlans.FIELD_MANAGER)
public final class AddressPoolReconciler implements Reconciler<AddressPool> {
  private final Compiling compiling;
  private final ResourceStatusWriter writer;
  private final AddressPoolStatuses statuses;

  public AddressPoolReconciler(Compiling compiling, ResourceStatusWriter writer, Clock clock) {
    this.compiling = compiling;
    this.writer = writer;
    this.statuses = new AddressPoolStatuses(clock);
  }

  @Override
  public List<EventSource<?, AddressPool>> prepareEventSources(
      EventSourceContext<AddressPool> context) {
    WatchedInformer<Namespace, AddressPool> namespaces =
        new WatchedInformer<>(
            InformerEventSourceConfiguration.from(Namespace.class, AddressPool.class)
                // no pool's own status hangs on a namespace; what is compiled does
                .withSecondaryToPrimaryMapper(namespace -> Set.of())
                .withItemStore(LeanStore.create())
                .build(),
            context,
            compiling::changed,
            Differences::ofLabels);
    compiling.inputs().holds(Namespace.class, namespaces);
    return List.of(namespaces, compiling.follow(context, Differences::ofSpec));
  }

  @Override
  public UpdateControl<AddressPool> reconcile(AddressPool pool, Context<AddressPool> context) {
    compiling
        .facts(pool, Facts.OfPool.class)
        .ifPresent(
            facts ->
                writer.write(
                    pool,
                    statuses.next(pool, facts),
                    new AddressPool(),
                    AddressPoolStatus::conditions,
                    context));
    return UpdateControl.noUpdate();
  }
}
