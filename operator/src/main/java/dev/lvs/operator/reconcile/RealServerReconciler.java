package dev.lvs.operator.reconcile;

import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.api.v1alpha1.RealServerStatus;
import dev.lvs.operator.status.Facts;
import dev.lvs.operator.status.RealServerStatuses;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.util.List;

/** Writes the status of each RealServer. */
@ControllerConfiguration(name = "realservers", fieldManager = NodePlans.FIELD_MANAGER)
public final class RealServerReconciler implements Reconciler<RealServer> {
  private final Compiling compiling;
  private final ResourceStatusWriter writer;
  private final RealServerStatuses statuses;

  public RealServerReconciler(Compiling compiling, ResourceStatusWriter writer, Clock clock) {
    this.compiling = compiling;
    this.writer = writer;
    this.statuses = new RealServerStatuses(clock);
  }

  @Override
  public List<EventSource<?, RealServer>> prepareEventSources(
      EventSourceContext<RealServer> context) {
    return List.of(compiling.follow(context, Differences::ofSpec));
  }

  @Override
  public UpdateControl<RealServer> reconcile(RealServer server, Context<RealServer> context) {
    compiling
        .facts(server, Facts.OfServer.class)
        .ifPresent(
            facts ->
                writer.write(
                    server,
                    statuses.next(
                        server.getStatus(),
                        server.getSpec(),
                        facts,
                        compiling.reports().silence(facts.hosts())),
                    new RealServer(),
                    RealServerStatus::conditions,
                    context));
    return UpdateControl.noUpdate();
  }
}
