package dev.lvs.agent.plan;

import dev.lvs.agent.model.DestinationKey;
import dev.lvs.agent.model.DestinationSettings;
import dev.lvs.agent.model.ForwardingMethod;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Interface;
import dev.lvs.agent.model.ServiceKey;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.VirtualServer;
import dev.lvs.agent.plan.Obstacle.Reason;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.net.IpAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a node holds as a director: the IPVS table, the VIPs where clients look for them, and
 * forwarding where answers come back through it.
 *
 * <p>DR and TUN need no forwarding: IPVS sends their packets from where they were delivered. Nor
 * are ICMP redirects switched off. Only answers of NAT are forwarded, and a redirect for them is
 * sent only where client and real server share a network; there conf/all/send_redirects, which is
 * 1, is enough to send it whatever the interface says ({@code IN_DEV_TX_REDIRECTS},
 * include/linux/inetdevice.h), and what is on {@code all} is not ours to change. FULLNAT is made
 * for such networks.
 */
final class Director {
  private static final String FORWARD_IPV4 = "net/ipv4/ip_forward";
  private static final String FORWARD_IPV6 = "net/ipv6/conf/all/forwarding";

  private final DirectorPlan plan;
  private final NodeFacts facts;
  private final Network network;
  private final Draft draft;

  Director(DirectorPlan plan, NodeFacts facts, Network network, Draft draft) {
    this.plan = plan;
    this.facts = facts;
    this.network = network;
    this.draft = draft;
  }

  void plan() {
    if (facts.ipvsVersion().isEmpty() && !plan.services().isEmpty()) {
      // it stays in the desired state: a wrong look at the kernel must not take services away
      draft.obstacle(
          plan.services().stream().map(PlannedService::source).distinct().toList(),
          "be a director",
          Reason.NO_IPVS,
          "The kernel "
              + facts.kernelRelease()
              + " has no IPVS. Load the module ip_vs (modprobe).");
    }
    plan.services().forEach(this::service);
    plan.vips().forEach(this::vip);
    plan.ipvsSysctls()
        .forEach((name, value) -> draft.sysctl("net/ipv4/vs/" + name, value, List.of()));
    notYet(plan.timeouts() != null, "set connection timeouts");
    notYet(plan.connectionSync() != null, "synchronise connections");
  }

  private void service(PlannedService service) {
    ServiceKey key = Servers.key(service);
    Map<DestinationKey, DestinationSettings> destinations = new LinkedHashMap<>();
    for (PlannedDestination destination : service.destinations()) {
      if (destination.method() == ForwardingMode.FULLNAT) {
        draft.obstacle(
            List.of(service.source()),
            "forward to " + destination.address() + " by FULLNAT",
            Reason.NOT_YET_SUPPORTED,
            "This version of the agent does not rewrite source addresses. Use NAT, DR or TUN.");
      } else {
        destinations.put(Servers.key(destination), Servers.settings(destination));
      }
    }
    draft.service(
        new VirtualServer(key, Servers.settings(service, key.family()), destinations), service);
    if (destinations.values().stream()
        .anyMatch(settings -> settings.method() instanceof ForwardingMethod.Masquerade)) {
      draft.sysctl(
          switch (key.family()) {
            case IPV4 -> FORWARD_IPV4;
            case IPV6 -> FORWARD_IPV6;
          },
          "1",
          List.of(service.source()));
    }
  }

  private void vip(PlannedVip vip) {
    IpAddress address = IpAddress.parse(vip.address());
    if (network.ownerOf(address).isPresent()) {
      return; // the node's own address, which is held without our doing
    }
    String wanted = "hold VIP " + address;
    if (vip.interfaceName() != null) {
      if (network.named(vip.interfaceName()).isEmpty()) {
        draft.obstacle(
            vip.sources(),
            wanted,
            Reason.NO_SUCH_INTERFACE,
            "This node has no interface "
                + vip.interfaceName()
                + ", on which the VIP is to be. Change vipInterface of the DirectorGroup.");
        return;
      }
      draft.vip(new Vip(address, vip.interfaceName()), vip.sources());
      return;
    }
    Optional<Interface> leading = network.leadingTo(address);
    if (leading.isEmpty()) {
      draft.obstacle(
          vip.sources(),
          wanted,
          Reason.NO_INTERFACE,
          "No interface of this node is on the network of the VIP, and there is no default route."
              + " Name the interface: vipInterface of the DirectorGroup.");
      return;
    }
    draft.vip(new Vip(address, leading.get().name()), vip.sources());
  }

  private void notYet(boolean asked, String wanted) {
    if (asked) {
      draft.obstacle(
          List.of(),
          wanted,
          Reason.NOT_YET_SUPPORTED,
          "This version of the agent does not do that. Remove the field from the DirectorGroup.");
    }
  }
}
