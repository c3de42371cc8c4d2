package dev.lvs.agent.plan;

import dev.lvs.agent.model.NodeFacts.Interface;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.plan.draft.DesiredDraft;
import dev.lvs.agent.plan.draft.Obstacle.Reason;
import dev.lvs.agent.plan.network.Network;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.PlannedVrrp;
import java.util.Objects;
import java.util.Optional;

/** Plans VIPs of a virtual router: keepalived puts them on their interface, and removes them. */
final class RouterVip {
  private final Network network;
  private final DesiredDraft draft;

  RouterVip(Network network, DesiredDraft draft) {
    this.network = network;
    this.draft = draft;
  }

  /** Returns where the VIP may come to be; empty, and told, where it cannot. */
  Optional<Vip> place(PlannedVip vip, PlannedVrrp vrrp) {
    String device = Objects.requireNonNullElse(vip.interfaceName(), "");
    Optional<Interface> found = network.named(device);
    if (found.isEmpty()) {
      draft.obstacle(
          vip.sources(),
          wanted(vip),
          Reason.NO_SUCH_INTERFACE,
          "This node has no interface "
              + device
              + ", on which keepalived is to put the VIP. Change vipInterface of the"
              + " DirectorGroup.");
      return Optional.empty();
    }
    if (found.get().addresses().stream().noneMatch(it -> it.address().equals(vrrp.source()))) {
      draft.obstacle(
          vip.sources(),
          wanted(vip),
          Reason.NO_VRRP_ADDRESS,
          "Interface "
              + device
              + " has not the address "
              + vrrp.source()
              + ", the first InternalIP of this node, from which it is to speak VRRP to the other"
              + " directors. Name the interface that has it in vipInterface of the DirectorGroup, or"
              + " choose mode lease.");
      return Optional.empty();
    }
    Vip placed = new Vip(vip.address(), device);
    draft.othersVip(placed, vip.sources());
    return Optional.of(placed);
  }

  private static String wanted(PlannedVip vip) {
    return "take part in having VIP " + vip.address();
  }
}
