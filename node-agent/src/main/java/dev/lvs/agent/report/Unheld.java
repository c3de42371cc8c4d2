package dev.lvs.agent.report;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Address;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.net.IpAddress;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds VIPs that another program is to hold (announcement none), and that are not on this node:
 * IPVS is programmed, but the kernel does not accept packets to them as local.
 */
final class Unheld {
  private static final int MOST_LISTED = 8;

  private Unheld() {}

  /** One sentence or two for all of them; none where there is no such VIP. */
  static Optional<String> of(NodePlanSpec plan, NodeFacts facts) {
    DirectorPlan director = plan.director();
    NavigableSet<IpAddress> vips = new TreeSet<>();
    for (PlannedService service : director.services()) {
      if (service.key() instanceof AddressKey key) {
        vips.add(key.address());
      }
    }
    director.vips().stream().map(PlannedVip::address).forEach(vips::remove);
    facts.interfaces().stream()
        .flatMap(link -> link.addresses().stream())
        .map(Address::address)
        .forEach(vips::remove);
    if (vips.isEmpty()) {
      return Optional.empty();
    }
    String few =
        vips.stream().limit(MOST_LISTED).map(IpAddress::toString).collect(Collectors.joining(", "));
    String more =
        vips.size() > MOST_LISTED ? " and %d more".formatted(vips.size() - MOST_LISTED) : "";
    return Optional.of(
        "%s %s%s %s on no device of this node (announcement none), so it takes no packets for %s. A standby director has it so; otherwise put %s on an interface, or choose another announcement."
            .formatted(
                vips.size() == 1 ? "VIP" : "VIPs",
                few,
                more,
                vips.size() == 1 ? "is" : "are",
                vips.size() == 1 ? "it" : "them",
                vips.size() == 1 ? "it" : "them"));
  }
}
