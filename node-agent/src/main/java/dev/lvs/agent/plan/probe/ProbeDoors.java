package dev.lvs.agent.plan.probe;

import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Finds the VIPs of a virtual service and the port of each that a client asks. */
final class ProbeDoors {
  /**
   * A VIP and a port.
   *
   * @param port 0 where the service has any
   */
  record Door(IpAddress vip, int port) {}

  /** A resource's VIPs of one family. */
  private record Owner(ResourceName source, AddressFamily family) {}

  /** In the order of the plan; of each VIP the first port. */
  private final Map<MarkKey, SequencedMap<IpAddress, Door>> marked = new HashMap<>();

  private final Map<Owner, SequencedMap<IpAddress, Door>> vips = new HashMap<>();

  ProbeDoors(DirectorPlan plan) {
    for (PlannedMark mark : plan.marks()) {
      MarkKey key = new MarkKey(mark.ports().family(), mark.firewallMark());
      IpAddress vip = mark.ports().vip();
      marked
          .computeIfAbsent(key, _ -> new LinkedHashMap<>())
          .putIfAbsent(vip, new Door(vip, mark.ports().first()));
    }
    for (PlannedVip vip : plan.vips()) {
      for (ResourceName source : vip.sources()) {
        vips.computeIfAbsent(new Owner(source, vip.address().family()), _ -> new LinkedHashMap<>())
            .putIfAbsent(vip.address(), new Door(vip.address(), 0));
      }
    }
  }

  /** One for each VIP; none for a mark that users set without VIPs. */
  Collection<Door> of(PlannedService service) {
    return switch (service.key()) {
      case AddressKey(var _, var vip, var port) -> List.of(new Door(vip, port));
      case MarkKey key ->
          Optional.ofNullable(marked.get(key))
              .or(() -> Optional.ofNullable(vips.get(new Owner(service.source(), key.family()))))
              .map(SequencedMap::values)
              .orElse(List.of());
    };
  }
}
