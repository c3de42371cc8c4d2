package dev.lvs.compile.allocate;

import dev.lvs.api.v1alpha1.HealthCheck;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedHealth;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.ReservedMarks;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.draft.Mapping;
import dev.lvs.compile.resolve.Resolution.Service;
import dev.lvs.compile.rights.Reach;
import dev.lvs.compile.rights.ServerGrants;
import dev.lvs.compile.rights.ServerGrants.Allowance;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.IpAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Derives from plans which traffic their entries take and where they send it. */
final class HeldEntries {
  private final Map<ResourceName, SortedSet<IpAddress>> vips = new HashMap<>();
  private final Map<ResourceName, SortedSet<VipPorts>> marked = new HashMap<>();

  HeldEntries(List<NodePlanSpec> plans) {
    for (NodePlanSpec plan : plans) {
      for (PlannedService service : plan.director().services()) {
        if (service.key() instanceof AddressKey key) {
          vips(service.source()).add(key.address());
        }
        vips(service.source()).addAll(service.vips());
      }
      for (PlannedVip vip : plan.director().vips()) {
        vip.sources().forEach(source -> vips(source).add(vip.address()));
      }
      for (PlannedMark mark : plan.director().marks()) {
        vips(mark.source()).add(mark.ports().vip());
        marked.computeIfAbsent(mark.source(), _ -> new TreeSet<>()).add(mark.ports());
      }
    }
  }

  /** The VIPs of each service, by its name. */
  Map<ResourceName, SortedSet<IpAddress>> vips() {
    return vips;
  }

  /** The destinations to which an entry may send its packets. */
  List<PlannedDestination> granted(
      List<PlannedDestination> destinations,
      ServerGrants grants,
      Service service,
      PlannedService entry) {
    ServiceKey key = entry.key();
    boolean users = key instanceof MarkKey one && !ReservedMarks.isOwn(one.mark());
    Mapping mapping = new Mapping(new TreeMap<>(), marks(entry), users);
    Allowance allowance = grants.held(service, mapping.taken(key, vips(entry.source())));
    Map<PlannedDestination, List<HealthCheck>> checks = checks(entry, destinations);
    return destinations.stream()
        .filter(
            one -> {
              Supplier<List<Reach>> reached = () -> mapping.reached(key, one.port());
              return allowance.lack(one.address(), one.method(), reached).isEmpty()
                  && checks.getOrDefault(one, List.of()).stream()
                      .allMatch(
                          check ->
                              allowance
                                  .lackOfProbe(check, one.address(), one.method(), reached)
                                  .isEmpty());
            })
        .toList();
  }

  /** The checks of destinations, of which the sorry server has none. */
  private static Map<PlannedDestination, List<HealthCheck>> checks(
      PlannedService entry, List<PlannedDestination> destinations) {
    PlannedHealth health = entry.health();
    return health == null || health.checks().noneMatch(HealthCheck::asksElsewhere)
        ? Map.of()
        : health.checksOf(destinations.stream().filter(one -> !health.isSorryServer(one)).toList());
  }

  private SortedMap<VipPorts, Long> marks(PlannedService entry) {
    SortedMap<VipPorts, Long> marks = new TreeMap<>();
    if (entry.key() instanceof MarkKey key) {
      marked
          .getOrDefault(entry.source(), new TreeSet<>())
          .forEach(ports -> marks.put(ports, key.mark()));
    }
    return marks;
  }

  private SortedSet<IpAddress> vips(ResourceName source) {
    return vips.computeIfAbsent(source, _ -> new TreeSet<>());
  }
}
