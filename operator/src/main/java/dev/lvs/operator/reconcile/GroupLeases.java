package dev.lvs.operator.reconcile;

import dev.lvs.api.v1alpha1.OnApiOutage;
import dev.lvs.api.v1alpha1.PlannedLease;
import dev.lvs.operator.status.node.GroupLease;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads the Leases by which directors have the VIPs of their groups.
 *
 * <p>Whether a Lease is renewed is seen by its versions, never by the times in it, which are of the
 * clocks of nodes.
 */
final class GroupLeases {
  /** Slack for the rates of two clocks: a version is seen after it was written. */
  private static final Duration LATE = Duration.ofSeconds(1);

  /** Holder of a Lease that a director gave back after it had shut its gate. */
  private static final String FREE = "free";

  private final KubernetesClient client;
  private final String namespace;
  private final Clock clock;
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  /** A version of a Lease, and when it was seen first. */
  private record Seen(String version, Instant since) {}

  /**
   * Reads by {@code client}.
   *
   * @param namespace of the agents
   */
  GroupLeases(KubernetesClient client, String namespace, Clock clock) {
    this.client = client;
    this.namespace = namespace;
    this.clock = clock;
  }

  /**
   * Reads the Lease of a DirectorGroup.
   *
   * @param outage what its spec says of a holder that cannot renew it
   */
  GroupLease of(String group, OnApiOutage outage) {
    try {
      Lease lease =
          client.leases().inNamespace(namespace).withName(PlannedLease.nameOf(group)).get();
      return lease == null ? new GroupLease.Untold() : read(group, lease, outage);
    } catch (KubernetesClientException e) {
      return new GroupLease.Unreadable(String.valueOf(e.getMessage()));
    }
  }

  private GroupLease read(String group, Lease lease, OnApiOutage outage) {
    String version = lease.getMetadata().getResourceVersion();
    Instant now = clock.instant();
    Seen last =
        seen.compute(
            group,
            (_, before) ->
                before != null && before.version().equals(version)
                    ? before
                    : new Seen(version, now));
    // NODE/BOOT, free, or unknown of a Lease that was made anew
    String holder = Optional.ofNullable(lease.getSpec().getHolderIdentity()).orElse("");
    int slash = holder.indexOf('/');
    if (slash <= 0) {
      return holder.equals(FREE) ? new GroupLease.Free() : new GroupLease.Untold();
    }
    int seconds = Optional.ofNullable(lease.getSpec().getLeaseDurationSeconds()).orElse(0);
    Duration same = Duration.between(last.since(), now);
    Duration allowed = LATE.plusSeconds(seconds);
    return new GroupLease.Held(
        holder.substring(0, slash),
        Optional.ofNullable(lease.getSpec().getLeaseTransitions()).orElse(0),
        same.compareTo(allowed) > 0 ? same : Duration.ZERO,
        outage);
  }
}
