package dev.lvs.agent.plan;

import dev.lvs.agent.model.Barrier;
import dev.lvs.agent.model.FilterChain;
import dev.lvs.agent.model.FilterChain.Hook;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whether firewalls let the packets of a plan pass.
 *
 * <p>Every request comes in to this node (INPUT, before IPVS takes it there at 99), and is sent on
 * as if the node itself sent it (OUTPUT); answers of NAT and FULLNAT are forwarded (FORWARD). A
 * real server gets what is for its VIPs in INPUT. Of a chain that drops by its policy it is known
 * whether there are rules, not what they accept.
 */
public final class Passage {
  /** Where IPVS schedules ({@code ip_vs_ops4}, net/netfilter/ipvs/ip_vs_core.c). */
  private static final int IPVS = 99;

  private static final Set<Hook> IN = EnumSet.of(Hook.PREROUTING, Hook.INPUT);
  private static final Set<Hook> OUT = EnumSet.of(Hook.OUTPUT, Hook.POSTROUTING);

  private Passage() {}

  /** The chains that may keep something of a plan from its way. */
  public static List<Barrier> barriers(NodePlanSpec plan, List<FilterChain> chains) {
    List<Barrier> barriers = new ArrayList<>();
    for (FilterChain chain : chains) {
      if (chain.drops()) {
        Optional.ofNullable(plan.director())
            .flatMap(director -> director(director, chain))
            .or(() -> Optional.ofNullable(plan.realServer()).flatMap(own -> realServer(own, chain)))
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
            .filter(service -> chain.families().contains(Servers.key(service).family()))
            .filter(service -> !back || FullNat.answersComeBack(service))
            .toList();
    if (concerned.isEmpty()) {
      return Optional.empty();
    }
    Set<String> sources = new LinkedHashSet<>();
    concerned.forEach(service -> sources.add(service.source()));
    PlannedService first = concerned.getFirst();
    String packets =
        back
            ? "Answers of NAT and FULLNAT are forwarded through it"
            : IN.contains(chain.hook())
                ? "Requests of clients come in through it"
                : "Requests are sent on to real servers through it";
    return Optional.of(
        new Barrier(chain, List.copyOf(sources), packets, remedy(chain, match(first, chain))));
  }

  private static Optional<Barrier> realServer(RealServerPlan plan, FilterChain chain) {
    if (!IN.contains(chain.hook()) && !OUT.contains(chain.hook())) {
      return Optional.empty();
    }
    boolean in = IN.contains(chain.hook());
    List<HiddenVip> concerned =
        plan.hiddenVips().stream()
            .filter(vip -> chain.families().contains(IpAddress.parse(vip.address()).family()))
            .toList();
    if (concerned.isEmpty()) {
      return Optional.empty();
    }
    Set<String> sources = new LinkedHashSet<>();
    concerned.forEach(vip -> sources.addAll(vip.sources()));
    IpAddress vip = IpAddress.parse(concerned.getFirst().address());
    return Optional.of(
        new Barrier(
            chain,
            List.copyOf(sources),
            in
                ? "What directors send for VIPs comes in through it"
                : "Answers from VIPs go out through it",
            remedy(chain, word(vip.family()) + (in ? " daddr " : " saddr ") + vip)));
  }

  private static String match(PlannedService service, FilterChain chain) {
    if (IN.contains(chain.hook())) {
      return switch (Servers.key(service)) {
        case ServiceKey.AddressKey(var protocol, var vip, var port) ->
            word(vip.family())
                + " daddr "
                + vip
                + (port == 0
                    ? ""
                    : " " + protocol.toString().toLowerCase(Locale.ROOT) + " dport " + port);
        case ServiceKey.MarkKey(var _, var mark) -> "meta mark " + mark;
      };
    }
    String way = chain.hook() == Hook.FORWARD ? " saddr " : " daddr ";
    return service.destinations().stream()
        .findFirst()
        .map(PlannedDestination::address)
        .map(IpAddress::parse)
        .map(server -> word(server.family()) + way + server)
        .orElse("meta mark 0");
  }

  private static String remedy(FilterChain chain, String match) {
    return "nft insert rule " + chain.title() + " " + match + " accept";
  }

  private static String word(AddressFamily family) {
    return switch (family) {
      case IPV4 -> "ip";
      case IPV6 -> "ip6";
    };
  }
}
