package dev.lvs.operator.reconcile;

import dev.lvs.api.v1alpha1.DirectorGroup;
import dev.lvs.api.v1alpha1.DirectorGroupStatus;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.operator.status.DirectorGroupStatuses;
import dev.lvs.operator.status.facts.Facts;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.util.List;

/** Writes the status of each DirectorGroup. */
@ControllerConfiguration(name = "directorgroups", fieldManager = NodePlans.FIELD_MANAGER)
public final class DirectorGroupReconciler implements Reconciler<DirectorGroup> {
  private final Compiling compiling;
  private final ResourceStatusWriter writer;
  private final DirectorGroupStatuses statuses;

  public DirectorGroupReconciler(Compiling compiling, ResourceStatusWriter writer, Clock clock) {
    this.compiling = compiling;
    this.writer = writer;
    this.statuses = new DirectorGroupStatuses(clock);
  }

  @Override
  public List<EventSource<?, DirectorGroup>> prepareEventSources(
      EventSourceContext<DirectorGroup> context) {
    return List.of(compiling.follow(context, Differences::ofSpec));
  }

  @Override
  public UpdateControl<DirectorGroup> reconcile(
      DirectorGroup group, Context<DirectorGroup> context) {
    compiling
        .facts(group, Facts.OfGroup.class)
        .ifPresent(
            facts ->
                writer.write(
                    group,
                    statuses.next(
                        group.getStatus(),
                        ResourceName.of(group).toString(),
                        facts,
                        compiling.reports().of(facts.services().keySet())),
                    new DirectorGroup(),
                    DirectorGroupStatus::conditions,
                    context));
    return UpdateControl.noUpdate();
  }
}
