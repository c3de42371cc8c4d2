package dev.lvs.agent.plan;

import dev.lvs.agent.model.NodeFacts.Interface;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.plan.draft.DesiredDraft;
import dev.lvs.agent.plan.draft.Obstacle.Reason;
import dev.lvs.agent.plan.network.Network;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.net.AddressFamily;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds VIPs for which ARP and neighbour solicitations get no answer: those on another interface
 * than the one on whose network they are, where that one answers only for its own addresses.
 *
 * <p>ARP does so with arp_ignore 1 or 2, and with 8 it never answers ({@code arp_ignore},
 * net/ipv4/arp.c); neighbour discovery always does, but for a proxy ({@code ndisc_recv_ns},
 * net/ipv6/ndisc.c). A VIP on no network of the node is taken to be routed to it.
 */
final class Unanswered {
  private final Network network;
  private final DesiredDraft draft;

  Unanswered(Network network, DesiredDraft draft) {
    this.network = network;
    this.draft = draft;
  }

  /** To be called once everything else is in the draft: a setting may come from another service. */
  void tell(Vip vip, List<ResourceName> sources) {
    List<Interface> asked =
        network.connectedTo(vip.address()).filter(Interface::speaksArp).toList();
    if (asked.isEmpty() || asked.stream().anyMatch(one -> answers(one, vip))) {
      return;
    }
    draft.obstacle(
        sources,
        "have neighbours find VIP " + vip.address(),
        Reason.VIP_NOT_ANSWERED,
        asked.stream().map(one -> sentence(one, vip)).collect(Collectors.joining(" "))
            + " Leave vipInterface of the DirectorGroup out, or name "
            + asked.getFirst().name()
            + remedy(asked.getFirst(), vip));
  }

  private boolean answers(Interface one, Vip vip) {
    boolean has = one.name().equals(vip.device());
    return switch (vip.address().family()) {
      case IPV4 -> {
        int ignore = arpIgnore(one);
        yield ignore != 8 && (has || (ignore != 1 && ignore != 2));
      }
      case IPV6 -> has || one.conf().proxyNdp() || network.all().proxyNdp();
    };
  }

  /** The larger counts, and what is wanted is what will be. */
  private int arpIgnore(Interface one) {
    int own = draft.wanted(path(one.name())).map(Integer::parseInt).orElse(one.conf().arpIgnore());
    return Math.max(own, network.all().arpIgnore());
  }

  private String sentence(Interface one, Vip vip) {
    String where = vip.address() + " is asked for on the network of interface " + one.name();
    if (vip.address().family() == AddressFamily.IPV6) {
      return where + ", which does not answer for an address of " + vip.device() + ".";
    }
    List<ResourceName> hiding = draft.sourcesOf(path(one.name()));
    return where
        + ", where arp_ignore is "
        + arpIgnore(one)
        + (hiding.isEmpty()
            ? ""
            : " (so that it hides the VIPs of "
                + hiding.stream().map(ResourceName::toString).collect(Collectors.joining(", "))
                + ")")
        + ", so that nobody answers for an address of "
        + vip.device()
        + ".";
  }

  private String remedy(Interface one, Vip vip) {
    if (vip.address().family() == AddressFamily.IPV6) {
      return ".";
    }
    boolean everywhere = network.all().arpIgnore() == arpIgnore(one);
    return draft.wanted(path(one.name())).isPresent() && !everywhere
        ? "; or let another node be the real server."
        : "; or set arp_ignore back (sysctl -w net.ipv4.conf."
            + (everywhere ? "all" : one.name())
            + ".arp_ignore=0).";
  }

  private static String path(String device) {
    return "net/ipv4/conf/" + device + "/arp_ignore";
  }
}
