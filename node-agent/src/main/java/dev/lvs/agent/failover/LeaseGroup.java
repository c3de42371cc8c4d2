package dev.lvs.agent.failover;

import dev.lvs.agent.lease.ApiOutage;
import dev.lvs.agent.lease.Circumstances;
import dev.lvs.agent.lease.Timing;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedLease;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.net.IpAddress;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * VIPs of a plan that have one Lease, and so move together.
 *
 * @param device their interface
 */
record LeaseGroup(String device, Set<IpAddress> addresses, PlannedLease lease) {
  LeaseGroup {
    addresses = Set.copyOf(addresses);
  }

  /** Those of a plan, by the names of their Leases. */
  static Map<String, LeaseGroup> of(NodePlanSpec plan) {
    Map<String, LeaseGroup> groups = new TreeMap<>();
    for (PlannedVip vip : plan.director().vips()) {
      if (vip.lease() != null && vip.interfaceName() != null) {
        LeaseGroup one = new LeaseGroup(vip.interfaceName(), Set.of(vip.address()), vip.lease());
        groups.merge(vip.lease().name(), one, LeaseGroup::and);
      }
    }
    return groups;
  }

  /** Returns what was said first of the Lease counts. */
  private LeaseGroup and(LeaseGroup more) {
    Set<IpAddress> all = new HashSet<>(addresses);
    all.addAll(more.addresses);
    return new LeaseGroup(device, all, lease);
  }

  Timing timing() {
    return switch (lease.profile()) {
      case STANDARD -> Timing.STANDARD;
      case FAST -> Timing.FAST;
      case STICKY -> Timing.STICKY;
    };
  }

  /** Returns what the engine is told of it. */
  Circumstances circumstances(Optional<String> unfit) {
    ApiOutage outage =
        switch (lease.apiOutage()) {
          case HOLD -> ApiOutage.HOLD;
          case RELEASE -> ApiOutage.RELEASE;
        };
    return new Circumstances(unfit, lease.rank(), timing(), outage, Optional.empty());
  }
}
