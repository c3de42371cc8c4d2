package dev.lvs.agent.plan.realserver;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Conf;
import dev.lvs.agent.model.NodeFacts.Interface;
import dev.lvs.agent.plan.draft.DesiredDraft;
import dev.lvs.agent.plan.network.LooseFilter;
import dev.lvs.agent.plan.network.Network;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Interface sysctls with which a node holds IPv4 VIPs hidden from ARP, mostly as a real server.
 *
 * <p>They are set on every interface that speaks ARP: the kernel answers for an address on
 * whichever interface the request arrives, whether it has an address there or not ({@code
 * arp_process}, net/ipv4/arp.c). Each interface gets arp_ignore and arp_announce, and so does
 * conf/default, the initial values of a new interface: a pod's end of a veth, a VLAN, an uplink
 * that is plugged in, so that none of them ever answers and hundreds of them need no setting. They
 * are not set in conf/all, because the larger of conf/all and of the interface's own value counts:
 * that would leave no way to except an interface, and could not be distinguished from values that
 * others set there.
 *
 * <p>Packets for a VIP come in on the interface of the real server's address. Clients, or directors
 * that tunnel, may be reached by another one: then that interface must not have strict rp_filter.
 */
public final class Hiding {
  private static final String LATER = "default";

  private final NodeFacts facts;
  private final Network network;
  private final DesiredDraft draft;
  private final LooseFilter loose;

  public Hiding(NodeFacts facts, Network network, DesiredDraft draft) {
    this.facts = facts;
    this.network = network;
    this.draft = draft;
    this.loose = new LooseFilter(facts, draft);
  }

  /** Keeps every interface, those to come too, from answering for addresses of other devices. */
  public void everywhere(Collection<ResourceName> sources) {
    hide(LATER, facts.shared().later(), sources);
    facts.interfaces().stream()
        .filter(Interface::speaksArp)
        .forEach(device -> hide(device.name(), device.conf(), sources));
  }

  private void hide(String device, Conf conf, Collection<ResourceName> sources) {
    // wanted also where it is so already, or the next round would put it back; 2 and 8 hide as well
    int ignore = conf.arpIgnore();
    boolean hides = ignore == 1 || ignore == 2 || ignore == 8;
    draft.sysctl(setting(device, "arp_ignore"), hides ? String.valueOf(ignore) : "1", sources);
    draft.sysctl(setting(device, "arp_announce"), "2", sources);
  }

  /**
   * Returns a value of conf/all with which every interface answers for the VIP, whatever its own:
   * the larger counts, and 3 to 7 hide nothing of global scope.
   */
  Optional<Integer> overruled() {
    return Optional.of(facts.all().arpIgnore()).filter(all -> all > 2 && all < 8);
  }

  /** Lets packets in that are answered by another interface. */
  void admit(IpAddress own, Collection<ResourceName> sources) {
    List<Interface> inward = network.holding(own).filter(Interface::speaksArp).toList();
    if (leadsElsewhere(inward)) {
      loose.admit(inward, sources);
    }
  }

  /** Returns whether anybody may be reached by another interface. */
  private boolean leadsElsewhere(List<Interface> inward) {
    Optional<String> standard =
        Optional.ofNullable(facts.routing().defaultDevices().get(AddressFamily.IPV4));
    return standard
            .filter(name -> inward.stream().noneMatch(one -> one.name().equals(name)))
            .isPresent()
        || facts.interfaces().stream()
            .filter(one -> one.speaksArp() && !inward.contains(one))
            .flatMap(one -> one.addresses().stream())
            .anyMatch(held -> held.address().family() == AddressFamily.IPV4 && !held.isHost());
  }

  private static String setting(String device, String name) {
    return "net/ipv4/conf/" + device + "/" + name;
  }
}
