package dev.lvs.operator.reconcile;

import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.api.v1alpha1.RealServerStatus;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.operator.status.RealServerEvents;
import dev.lvs.operator.status.RealServerStatuses;
import dev.lvs.operator.status.condition.NextStatus;
import dev.lvs.operator.status.facts.Facts;
import dev.lvs.operator.status.node.NodeReport;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    return List.of(compiling.follow(context, Differences::ofServer));
  }

  @Override
  public UpdateControl<RealServer> reconcile(RealServer server, Context<RealServer> context) {
    Optional<Facts.OfServer> facts = compiling.facts(server, Facts.OfServer.class);
    if (facts.isEmpty()) {
      return UpdateControl.noUpdate();
    }
    NextStatus<RealServerStatus> step =
        statuses.next(
            server.getStatus(), server.getSpec(), facts.get(), reports(server, facts.get()));
    writer.write(server, step.status(), new RealServer(), RealServerEvents::of, context);
    UpdateControl<RealServer> nothing = UpdateControl.noUpdate();
    return step.again().map(nothing::rescheduleAfter).orElse(nothing);
  }

  /** Those of its hosts, of the directors that check or drain it, and of all that name it. */
  private Map<String, NodeReport> reports(RealServer server, Facts.OfServer facts) {
    Set<String> nodes = new HashSet<>(facts.hosts());
    nodes.addAll(compiling.reports().naming(ResourceName.of(server).toString()));
    facts.leaving().forEach(use -> nodes.addAll(use.directors()));
    facts.services().stream()
        .filter(Facts.Use::checked)
        .forEach(use -> nodes.addAll(use.directors()));
    return compiling.reports().of(nodes);
  }
}
