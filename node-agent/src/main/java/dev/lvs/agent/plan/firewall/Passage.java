package dev.lvs.agent.plan.firewall;

import dev.lvs.agent.model.Barrier;
import dev.lvs.agent.model.FilterChain;
import dev.lvs.agent.model.FilterChain.Hook;
import dev.lvs.agent.model.Packets;
import dev.lvs.agent.model.Packets.PortSpan;
import dev.lvs.agent.plan.fullnat.FullNat;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.net.AddressRange;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks whether firewalls accept the packets of a plan.
 *
 * <p>Every request traverses INPUT (before IPVS takes it there at priority 99), and then OUTPUT as
 * if the node itself sent it; answers of NAT and FULLNAT traverse FORWARD. On a real server packets
 * to its VIPs traverse INPUT. Rules are understood as far as they match nothing but addresses,
 * protocol and ports, of chains that drop by their policy and of those that accept.
 */
public final class Passage {
  /**
   * Priority of the hook in which IPVS schedules ({@code ip_vs_ops4},
   * net/netfilter/ipvs/ip_vs_core.c).
   */
  private static final int IPVS = 99;

  private static final Set<Hook> IN = EnumSet.of(Hook.PREROUTING, Hook.INPUT);
  private static final Set<Hook> OUT = EnumSet.of(Hook.OUTPUT, Hook.POSTROUTING);

  private Passage() {}

  /** The chains that may keep something of a plan from its way. */
  public static List<Barrier> barriers(NodePlanSpec plan, List<FilterChain> chains) {
    List<Barrier> barriers = new ArrayList<>();
    for (FilterChain chain : chains) {
      if (!chain.isOpen()) {
        director(plan.director(), chain)
            .or(() -> realServer(plan.realServer(), chain))
            .ifPresent(barriers::add);
      }
    }
    return barriers;
  }

  private static Optional<Barrier> director(DirectorPlan plan, FilterChain chain) {
    boolean back = chain.hook() == Hook.FORWARD;
    if (chain.hook() == Hook.INPUT && chain.priority() >= IPVS) {
      return Optional.empty();
    }
    List<PlannedService> concerned =
        plan.services().stream()
            .filter(service -> chain.families().contains(service.key().family()))
            .filter(service -> !back || FullNat.answersComeBack(service))
            .filter(service -> !passes(service, chain))
            .toList();
    if (concerned.isEmpty()) {
      return Optional.empty();
    }
    Set<ResourceName> sources = new LinkedHashSet<>();
    concerned.forEach(service -> sources.add(service.source()));
    PlannedService first = concerned.getFirst();
    String packets =
        back
            ? "Answers of NAT and FULLNAT are forwarded through it"
            : IN.contains(chain.hook())
                ? "Requests of clients come in through it"
                : "Requests are sent on to real servers through it";
    return Optional.of(
        new Barrier(chain, names(sources), packets, remedy(chain, needed(first, chain), first)));
  }

  private static Optional<Barrier> realServer(RealServerPlan plan, FilterChain chain) {
    if (!IN.contains(chain.hook()) && !OUT.contains(chain.hook())) {
      return Optional.empty();
    }
    boolean in = IN.contains(chain.hook());
    List<HiddenVip> concerned =
        plan.hiddenVips().stream()
            .filter(vip -> chain.families().contains(vip.address().family()))
            .filter(vip -> !chain.passes(needed(vip, in)))
            .toList();
    if (concerned.isEmpty()) {
      return Optional.empty();
    }
    Set<ResourceName> sources = new LinkedHashSet<>();
    concerned.forEach(vip -> sources.addAll(vip.sources()));
    return Optional.of(
        new Barrier(
            chain,
            names(sources),
            in
                ? "What directors send for VIPs comes in through it"
                : "Answers from VIPs go out through it",
            PassingRule.of(chain, needed(concerned.getFirst(), in))));
  }

  private static List<String> names(Set<ResourceName> sources) {
    return sources.stream().map(ResourceName::toString).toList();
  }

  /** Returns whether all that a service lives by passes, as far as it is known. */
  private static boolean passes(PlannedService service, FilterChain chain) {
    List<Packets> needed = needed(service, chain);
    return needed.isEmpty() ? !chain.mayDrop() : needed.stream().allMatch(chain::passes);
  }

  /** Returns what of a service has to pass a chain; empty where that is told by a mark. */
  private static List<Packets> needed(PlannedService service, FilterChain chain) {
    if (!(service.key() instanceof ServiceKey.AddressKey key)) {
      return List.of();
    }
    Packets any = Packets.ANY.by(key.protocol());
    Packets requests = any.to(single(key.address())).toPorts(PortSpan.of(key.port()));
    if (IN.contains(chain.hook())) {
      return List.of(requests);
    }
    return service.destinations().stream()
        .filter(one -> chain.hook() != Hook.FORWARD || isTranslated(one))
        .map(one -> needed(one, chain.hook(), any, requests))
        .distinct()
        .toList();
  }

  private static Packets needed(
      PlannedDestination destination, Hook hook, Packets any, Packets requests) {
    AddressRange server = single(destination.address());
    PortSpan port = PortSpan.of(destination.port());
    if (hook == Hook.FORWARD) {
      return any.from(server).fromPorts(port);
    }
    return switch (destination.method()) {
      case NAT, FULLNAT -> any.to(server).toPorts(port);
      case DR -> requests;
      case TUN -> Packets.ANY.to(server);
    };
  }

  private static boolean isTranslated(PlannedDestination destination) {
    return destination.method() == ForwardingMode.NAT
        || destination.method() == ForwardingMode.FULLNAT;
  }

  private static Packets needed(HiddenVip vip, boolean in) {
    AddressRange address = single(vip.address());
    return in ? Packets.ANY.to(address) : Packets.ANY.from(address);
  }

  private static String remedy(FilterChain chain, List<Packets> needed, PlannedService service) {
    return needed.stream()
        .filter(packets -> !chain.passes(packets))
        .findFirst()
        .map(packets -> PassingRule.of(chain, packets))
        .orElseGet(
            () ->
                PassingRule.ofMark(
                    chain, service.key() instanceof ServiceKey.MarkKey key ? key.mark() : 0));
  }

  private static AddressRange single(IpAddress address) {
    return new AddressRange(address, address);
  }
}
