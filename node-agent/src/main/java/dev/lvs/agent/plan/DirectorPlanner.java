package dev.lvs.agent.plan;

import dev.lvs.agent.model.KernelFeature;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Interface;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.plan.draft.DesiredDraft;
import dev.lvs.agent.plan.draft.Obstacle.Reason;
import dev.lvs.agent.plan.draft.Servers;
import dev.lvs.agent.plan.fullnat.FullNat;
import dev.lvs.agent.plan.health.Quorums;
import dev.lvs.agent.plan.health.Unhealthy;
import dev.lvs.agent.plan.health.Weights;
import dev.lvs.agent.plan.network.LooseFilter;
import dev.lvs.agent.plan.network.Network;
import dev.lvs.agent.plan.probe.ProbeServices;
import dev.lvs.agent.situation.Health;
import dev.lvs.agent.situation.Holding;
import dev.lvs.agent.situation.Situation;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.DirectorSettings;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Plans a node as a director: the IPVS table, the VIPs where clients look for them, and forwarding
 * where answers come back through it.
 *
 * <p>DR and TUN need no forwarding: IPVS sends their packets from where they were delivered. Nor
 * are ICMP redirects switched off. Only answers of NAT are forwarded, and a redirect for them is
 * sent only where client and real server share a network; there conf/all/send_redirects, which is
 * 1, is enough to send it whatever the interface says ({@code IN_DEV_TX_REDIRECTS},
 * include/linux/inetdevice.h), and the agent does not change what is on {@code all}. FULLNAT is
 * made for such networks.
 *
 * <p>Where the VIP is on another interface than the default route's, requests come in by the one
 * and answers leave by the other: the VIP's must not have strict rp_filter, or their packets are
 * dropped.
 *
 * <p>Where IPv6 is forwarded the kernel stops listening to routers and forgets the default routes
 * they advertised ({@code addrconf_fixup_forwarding}, net/ipv6/addrconf.c), unless accept_ra is 2:
 * so that is set on interfaces configured by router advertisements.
 */
final class DirectorPlanner {
  private static final String FORWARD_IPV4 = "net/ipv4/ip_forward";
  private static final String FORWARD_IPV6 = "net/ipv6/conf/all/forwarding";

  private final DirectorPlan plan;
  private final Situation situation;
  private final NodeFacts facts;
  private final Holding holding;
  private final Health health;
  private final Weights weights;
  private final Leaving leaving;
  private final Network network;
  private final DesiredDraft draft;

  private final BgpVips byBgp;
  private final Destinations destinations = new Destinations();
  private final Map<Vip, List<ResourceName>> placed = new LinkedHashMap<>();

  /** Settings of the service before: most have the same, and one object is enough for them. */
  private Optional<ServiceSettings> usual = Optional.empty();

  DirectorPlanner(DirectorPlan plan, Situation situation, Network network, DesiredDraft draft) {
    this.situation = situation;
    this.leaving = new Leaving(situation);
    this.plan = leaving.in(new FitPlan(network.exclusions(), draft).of(plan));
    this.facts = situation.facts();
    this.holding = situation.inputs().holding();
    this.health = situation.inputs().health();
    this.weights = new Weights(this.plan, situation);
    this.network = network;
    this.draft = draft;
    this.byBgp = new BgpVips(facts, network, draft);
  }

  static Set<KernelFeature> needs(DirectorPlan plan) {
    Set<KernelFeature> needs = EnumSet.noneOf(KernelFeature.class);
    if (plan.services().stream().anyMatch(FullNat::isFtp)) {
      needs.add(KernelFeature.FTP_HELPER);
    }
    boolean sctp =
        plan.services().stream().anyMatch(service -> isOf(service.key(), Protocol.SCTP))
            || plan.marks().stream()
                .anyMatch(mark -> mark.ports().protocol().equals(Protocol.SCTP));
    if (sctp) {
      needs.add(KernelFeature.SCTP);
    }
    if (plan.vips().stream().anyMatch(vip -> vip.bgp() != null)) {
      needs.add(KernelFeature.BGP_SESSION);
    }
    if (FullNat.needsZones(plan)) {
      needs.add(KernelFeature.CONNTRACK_ZONES);
    }
    return needs;
  }

  private static boolean isOf(ServiceKey key, Protocol protocol) {
    return key instanceof AddressKey one && one.protocol().equals(protocol);
  }

  void plan() {
    List<ResourceName> sources =
        Stream.concat(
                plan.services().stream().map(PlannedService::source),
                plan.settings().stream().map(DirectorSettings::source))
            .distinct()
            .toList();
    if (facts.ipvsVersion().isEmpty() && !sources.isEmpty()) {
      // it stays in the desired state: a wrong look at the kernel must not take services away
      draft.obstacle(
          sources,
          "be a director",
          Reason.NO_IPVS,
          "The kernel "
              + facts.kernelRelease()
              + " has no IPVS. Load the module ip_vs (modprobe).");
    }
    plan.services().forEach(this::service);
    weights.tell(draft);
    draft.goodUntil(leaving.nextDeadline());
    new Unhealthy(health, weights, draft).tell(plan.services());
    new Associations(plan, draft).plan();
    plan.marks().forEach(this::mark);
    plan.vips().forEach(this::vip);
    new FormerVips(facts, draft).tell(plan);
    SettingsPlanner settings = new SettingsPlanner(network, draft);
    plan.settings().forEach(settings::plan);
    new FullNat(plan, network, draft, !facts.lacks(KernelFeature.CONNTRACK_ZONES)).plan();
    new ProbeServices(plan, situation, network, draft).plan();
  }

  private void service(PlannedService service) {
    ServiceKey key = service.key();
    ServiceSettings settings = Servers.settings(service, key.family());
    usual = usual.filter(settings::equals).or(() -> Optional.of(settings));
    Map<DestinationKey, DestinationSettings> planned = destinations.of(service);
    VirtualServer server = new VirtualServer(key, usual.get(), weights.of(service, planned));
    draft.service(server.isMaglev() ? Destinations.rested(server, planned) : server, service);
    if (FullNat.answersComeBack(service)) {
      forward(key.family(), List.of(service.source()));
      ftp(service, key);
    }
    sctp(service, key);
  }

  private void forward(AddressFamily family, List<ResourceName> sources) {
    switch (family) {
      case IPV4 -> draft.sysctl(FORWARD_IPV4, "1", sources);
      case IPV6 -> {
        for (Interface one : facts.interfaces()) {
          // wanted also where it is 2 already, or the next round would put it back
          if (one.conf().acceptRa() == 2 || (one.conf().acceptRa() == 1 && one.advertised())) {
            draft.sysctl("net/ipv6/conf/" + one.name() + "/accept_ra", "2", sources);
          }
        }
        draft.sysctl(FORWARD_IPV6, "1", sources);
      }
    }
  }

  /** NAT has to rewrite what FTP says of its data connections; IPVS does so on the known port. */
  private void ftp(PlannedService service, ServiceKey key) {
    if (FullNat.isFtp(service)
        && facts.ipvsVersion().isPresent()
        && facts.lacks(KernelFeature.FTP_HELPER)) {
      draft.obstacle(
          List.of(service.source()),
          "follow the data connections of FTP to " + key,
          Reason.NO_FTP_HELPER,
          "The kernel's IPVS has no helper for FTP, without which NAT loses them. Load the module"
              + " ip_vs_ftp (modprobe).");
    }
  }

  /** Nothing else would tell: IPVS takes services of every protocol ({@code ip_vs_add_service}). */
  private void sctp(PlannedService service, ServiceKey key) {
    boolean isSctp =
        switch (key) {
          case AddressKey one -> one.protocol().equals(Protocol.SCTP);
          case MarkKey one -> isOfSctp(one.mark());
        };
    if (isSctp && facts.lacks(KernelFeature.SCTP)) {
      draft.obstacle(
          List.of(service.source()),
          "serve SCTP by " + key,
          Reason.NO_SCTP,
          "The kernel's IPVS is built without SCTP: it holds the virtual server and serves nobody."
              + " Use a kernel with CONFIG_IP_VS_PROTO_SCTP, or other nodes as directors.");
    }
  }

  private boolean isOfSctp(long firewallMark) {
    return plan.marks().stream()
        .anyMatch(
            mark ->
                mark.firewallMark() == firewallMark
                    && mark.ports().protocol().equals(Protocol.SCTP));
  }

  private void mark(PlannedMark mark) {
    draft.mark(mark.ports(), mark.firewallMark(), mark.source());
  }

  private void vip(PlannedVip vip) {
    IpAddress address = vip.address();
    String wanted = "hold VIP " + address;
    if (weights.withdraws(vip)) {
      Quorums.tellWithdrawn(vip, draft);
      return;
    }
    if (facts.ipvsVersion().isEmpty()) {
      // it would bring clients here whom nobody serves
      draft.obstacle(
          vip.sources(),
          wanted,
          Reason.NO_IPVS,
          "The VIP is not held, because the kernel "
              + facts.kernelRelease()
              + " has no IPVS to serve its clients with. Load the module ip_vs (modprobe).");
      return;
    }
    if (vip.lease() != null && !holding.fenced().contains(address)) {
      draft.obstacle(
          vip.sources(),
          wanted,
          Reason.VIP_NOT_FENCED,
          "A VIP that has a Lease is held only behind a fence, or two directors might answer for"
              + " it, and it has none here: "
              + holding.unfenced()
              + ".");
      return;
    }
    if (vip.bgp() != null) {
      if (holding.holds(address)) {
        byBgp.plan(vip, vip.bgp());
      }
      return;
    }
    if (vip.vrrp() != null) {
      new RouterVip(network, draft)
          .place(vip, vip.vrrp())
          .ifPresent(
              one -> {
                placed.put(one, vip.sources());
                admit(one, vip.sources());
              });
      return;
    }
    if (vip.interfaceName() != null) {
      if (network.named(vip.interfaceName()).isEmpty()) {
        noSuchInterface(vip, vip.interfaceName());
        return;
      }
      place(new Vip(address, vip.interfaceName()), vip.sources());
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
    place(new Vip(address, leading.get().name()), vip.sources());
  }

  /**
   * A VIP that is here already stays: its interface may have got another name. One that has a Lease
   * does not, for its fence stands at the interface of that name.
   */
  private void noSuchInterface(PlannedVip vip, String wanted) {
    Optional<Interface> present = network.withOurs(vip.address()).filter(_ -> vip.answeredAlone());
    present.ifPresent(one -> place(new Vip(vip.address(), one.name()), vip.sources()));
    draft.obstacle(
        vip.sources(),
        "hold VIP " + vip.address(),
        Reason.NO_SUCH_INTERFACE,
        "This node has no interface "
            + wanted
            + ", on which the VIP is to be."
            + present
                .map(one -> " It stays on " + one.name() + ", where this agent put it.")
                .orElse("")
            + " Change vipInterface or vipInterfaces of the DirectorGroup.");
  }

  private void place(Vip vip, List<ResourceName> sources) {
    if (!holding.holds(vip.address())) {
      return;
    }
    draft.announcedVip(vip, sources);
    placed.put(vip, sources);
    admit(vip, sources);
    network
        .ownerOf(vip.address())
        .ifPresent(
            owner ->
                draft.obstacle(
                    sources,
                    "hold VIP " + vip.address(),
                    Reason.VIP_IS_OWN_ADDRESS,
                    "Interface "
                        + owner.name()
                        + " got the VIP as an address of its own meanwhile. What was there goes on."
                        + " Take it off the interface (ip addr del), or choose another VIP."));
  }

  /** Clients behind the default route are answered by its interface, and come in by the VIP's. */
  private void admit(Vip vip, List<ResourceName> sources) {
    Optional<Interface> outward = network.defaultInterface(vip.address());
    if (vip.address().family() == AddressFamily.IPV4
        && outward.filter(one -> !one.name().equals(vip.device())).isPresent()) {
      new LooseFilter(facts, draft).admit(network.named(vip.device()).stream().toList(), sources);
    }
  }

  /** To be called once everything else is in the draft. */
  void tellWhatIsNotFound() {
    Unanswered unanswered = new Unanswered(network, draft);
    placed.forEach(unanswered::tell);
    new OffLink(network, draft).tell(plan.services());
  }
}
