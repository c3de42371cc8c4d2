package dev.lvs.agent.plan;

import dev.lvs.agent.plan.draft.DesiredDraft;
import dev.lvs.agent.plan.draft.Obstacle.Reason;
import dev.lvs.agent.plan.network.Network;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.net.IpAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds real servers that DR cannot reach: it leaves packets as they are but for the MAC address
 * ({@code ip_vs_dr_xmit}, net/netfilter/ipvs/ip_vs_xmit.c), so a gateway on the path sends them
 * back to the holder of the VIP.
 */
final class OffLink {
  private final Network network;
  private final DesiredDraft draft;
  private final Map<IpAddress, Boolean> known = new HashMap<>();

  OffLink(Network network, DesiredDraft draft) {
    this.network = network;
    this.draft = draft;
  }

  void tell(Collection<PlannedService> services) {
    SortedMap<IpAddress, SortedSet<ResourceName>> sources = new TreeMap<>();
    for (PlannedService service : services) {
      for (PlannedDestination destination : service.destinations()) {
        if (destination.method() == ForwardingMode.DR && !isOnLink(destination.address())) {
          sources
              .computeIfAbsent(destination.address(), _ -> new TreeSet<>())
              .add(service.source());
        }
      }
    }
    sources.forEach(
        (address, its) ->
            draft.unreached(
                address,
                its.stream().toList(),
                "reach real server " + address + " by DR",
                Reason.SERVER_NOT_ON_LINK,
                address
                    + " is on no network of this node, and a gateway sends what is for the VIP back"
                    + " here, so clients wait in vain. Write an address that the real server has"
                    + " in a network of the directors, or use TUN."));
  }

  private boolean isOnLink(IpAddress address) {
    return known.computeIfAbsent(address, network::isOnLink);
  }
}
