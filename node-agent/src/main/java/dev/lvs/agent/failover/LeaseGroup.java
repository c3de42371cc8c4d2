package dev.lvs.agent.failover;

import dev.lvs.agent.lease.ApiOutage;
import dev.lvs.agent.lease.Circumstances;
import dev.lvs.agent.lease.Timing;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedLease;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.net.IpAddress;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * VIPs of a plan that have one Lease, and so move together.
 *
 * @param devices the interface of each
 */
record LeaseGroup(NavigableMap<IpAddress, String> devices, PlannedLease lease) {
  LeaseGroup {
    devices = Collections.unmodifiableNavigableMap(new TreeMap<>(devices));
  }

  Set<IpAddress> addresses() {
    return devices.keySet();
  }

  /** Interfaces of some of the addresses, each with those that are on it. */
  NavigableMap<String, List<IpAddress>> byDevice(Collection<IpAddress> some) {
    return some.stream()
        .filter(devices::containsKey)
        .collect(Collectors.groupingBy(devices::get, TreeMap::new, Collectors.toList()));
  }

  /** Those of a plan, by the names of their Leases. */
  static Map<String, LeaseGroup> of(NodePlanSpec plan) {
    Map<String, LeaseGroup> groups = new TreeMap<>();
    for (PlannedVip vip : plan.director().vips()) {
      if (vip.lease() != null && vip.interfaceName() != null) {
        NavigableMap<IpAddress, String> device =
            new TreeMap<>(Map.of(vip.address(), vip.interfaceName()));
        LeaseGroup one = new LeaseGroup(device, vip.lease());
        groups.merge(vip.lease().name(), one, LeaseGroup::and);
      }
    }
    return groups;
  }

  /** Returns what was said first of the Lease counts. */
  private LeaseGroup and(LeaseGroup more) {
    NavigableMap<IpAddress, String> all = new TreeMap<>(devices);
    all.putAll(more.devices);
    return new LeaseGroup(all, lease);
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
