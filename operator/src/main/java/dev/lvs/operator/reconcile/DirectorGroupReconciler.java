package dev.lvs.operator.reconcile;

import static java.util.Objects.requireNonNullElse;

import dev.lvs.api.v1alpha1.AnnouncementMode;
import dev.lvs.api.v1alpha1.DirectorGroup;
import dev.lvs.api.v1alpha1.DirectorGroupSpec;
import dev.lvs.api.v1alpha1.DirectorGroupStatus;
import dev.lvs.api.v1alpha1.OnApiOutage;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.operator.status.DirectorGroupStatuses;
import dev.lvs.operator.status.GroupHolding;
import dev.lvs.operator.status.facts.Facts;
import dev.lvs.operator.status.node.GroupLease;
import dev.lvs.operator.status.node.NodeReport;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the status of each DirectorGroup. */
@ControllerConfiguration(name = "directorgroups", fieldManager = NodePlans.FIELD_MANAGER)
public final class DirectorGroupReconciler implements Reconciler<DirectorGroup> {
  /**
   * Interval between two looks at a Lease, which is renewed every second, and at what directors say
   * of VRRP: nobody watches these.
   */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Compiling compiling;
  private final ResourceStatusWriter writer;
  private final DirectorGroupStatuses statuses;
  private final GroupLeases leases;

  /**
   * Writes by {@code writer}.
   *
   * @param namespace where agents have the Leases of groups
   */
  public DirectorGroupReconciler(
      Compiling compiling,
      ResourceStatusWriter writer,
      KubernetesClient client,
      String namespace,
      Clock clock) {
    this.compiling = compiling;
    this.writer = writer;
    this.statuses = new DirectorGroupStatuses(clock);
    this.leases = new GroupLeases(client, namespace, clock);
  }

  @Override
  public List<EventSource<?, DirectorGroup>> prepareEventSources(
      EventSourceContext<DirectorGroup> context) {
    return List.of(compiling.follow(context, Differences::ofSpec));
  }

  @Override
  public UpdateControl<DirectorGroup> reconcile(
      DirectorGroup group, Context<DirectorGroup> context) {
    String name = group.getMetadata().getName();
    Optional<GroupLease> lease = outage(group).map(outage -> leases.of(name, outage));
    compiling
        .facts(group, Facts.OfGroup.class)
        .ifPresent(
            facts -> {
              Map<String, NodeReport> reports = compiling.reports().of(facts.services().keySet());
              String source = ResourceName.of(group).toString();
              DirectorGroupStatus next =
                  hasVrrp(group)
                      ? statuses.nextByVrrp(group.getStatus(), source, facts, reports)
                      : statuses.next(group.getStatus(), source, facts, reports, lease);
              writer.write(group, next, new DirectorGroup(), DirectorGroupStatuses::told, context);
              compiling.holds(name, GroupHolding.of(next));
            });
    UpdateControl<DirectorGroup> nothing = UpdateControl.noUpdate();
    return lease.isPresent() || hasVrrp(group) ? nothing.rescheduleAfter(LOOK) : nothing;
  }

  private static boolean hasVrrp(DirectorGroup group) {
    return Optional.ofNullable(group.getSpec())
        .map(DirectorGroupSpec::announcement)
        .filter(announcement -> announcement.mode() == AnnouncementMode.VRRP)
        .isPresent();
  }

  /** Returns what a holder without an API server does; empty where the group has no Lease. */
  private static Optional<OnApiOutage> outage(DirectorGroup group) {
    return Optional.ofNullable(group.getSpec())
        .map(DirectorGroupSpec::announcement)
        .filter(announcement -> announcement.mode() == AnnouncementMode.LEASE)
        .map(announcement -> requireNonNullElse(announcement.apiOutage(), OnApiOutage.HOLD));
  }
}
