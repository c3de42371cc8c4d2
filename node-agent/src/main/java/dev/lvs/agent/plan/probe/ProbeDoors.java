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
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Finds the VIP and the port of it that a client of a virtual service asks. */
final class ProbeDoors {
  /**
   * A VIP and a port.
   *
   * @param port 0 where the service has any
   */
  record Door(IpAddress vip, int port) {}

  /** A resource's VIPs of one family. */
  private record Owner(ResourceName source, AddressFamily family) {}

  private final Map<MarkKey, Door> marked = new HashMap<>();
  private final Map<Owner, IpAddress> vips = new HashMap<>();

  ProbeDoors(DirectorPlan plan) {
    for (PlannedMark mark : plan.marks()) {
      MarkKey key = new MarkKey(mark.ports().family(), mark.firewallMark());
      marked.putIfAbsent(key, new Door(mark.ports().vip(), mark.ports().first()));
    }
    for (PlannedVip vip : plan.vips()) {
      for (ResourceName source : vip.sources()) {
        vips.putIfAbsent(new Owner(source, vip.address().family()), vip.address());
      }
    }
  }

  /** The first of a service that has several; empty for a mark that users set without VIPs. */
  Optional<Door> of(PlannedService service) {
    return switch (service.key()) {
      case AddressKey(var _, var vip, var port) -> Optional.of(new Door(vip, port));
      case MarkKey key ->
          Optional.ofNullable(marked.get(key))
              .or(
                  () ->
                      Optional.ofNullable(vips.get(new Owner(service.source(), key.family())))
                          .map(vip -> new Door(vip, 0)));
    };
  }
}
