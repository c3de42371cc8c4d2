package dev.lvs.agent.plan.fullnat;

import dev.lvs.agent.model.SourceAddresses;
import dev.lvs.agent.plan.draft.DesiredDraft;
import dev.lvs.agent.plan.draft.Obstacle.Reason;
import dev.lvs.agent.plan.draft.Rewritten;
import dev.lvs.agent.plan.draft.Servers;
import dev.lvs.agent.plan.network.Network;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.DirectorSettings;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.ipvs.VipPorts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Turns NAT into FULLNAT: packets leave the director with an address of its own as their source.
 *
 * <p>The source is rewritten by netfilter, which knows the connections of IPVS only with
 * net.ipv4.vs.conntrack ({@code ip_vs_update_conntrack}, net/netfilter/ipvs/ip_vs_nfct.c). That
 * applies to all connections of IPVS, and of those whose answers bypass the director conntrack sees
 * only one direction: it takes all but the first packet for invalid, and a stateful firewall drops
 * them. Not to track them would not work either: such a firewall accepts new and established, but
 * not untracked packets. So the first packet goes into a zone of its own, and all later ones are
 * new, just as they are where IPVS keeps conntrack out of its connections. Where a kernel has no
 * zones, and for SCTP, they are not tracked: then a firewall that drops untracked packets needs a
 * rule for the VIP.
 */
public final class FullNat {
  private static final String NAME = "conntrack";
  private static final String CONNTRACK = "net/ipv4/vs/" + NAME;

  /** The port of FTP, the only one that ip_vs_ftp reads (unless told otherwise when loaded). */
  static final int FTP = 21;

  private final DirectorPlan plan;
  private final Network network;
  private final DesiredDraft draft;
  private final boolean hasZones;

  /**
   * @param hasZones whether conntrack of this kernel has zones
   */
  public FullNat(DirectorPlan plan, Network network, DesiredDraft draft, boolean hasZones) {
    this.plan = plan;
    this.hasZones = hasZones;
    this.network = network;
    this.draft = draft;
  }

  /** To be called after the settings are in the draft, over which it wins. */
  public void plan() {
    List<PlannedService> rewritten =
        plan.services().stream()
            .filter(service -> service.methods().contains(ForwardingMode.FULLNAT))
            // what users mark comes last: it gets the ports that nobody else has
            .sorted(Comparator.comparing(service -> service.key() instanceof MarkKey))
            .toList();
    if (rewritten.isEmpty()) {
      return;
    }
    SortedSet<ResourceName> sources = new TreeSet<>();
    Territory territory = new Territory(plan);
    LocalAddressPlanner localAddresses = new LocalAddressPlanner(network, draft);
    for (PlannedService service : rewritten) {
      sources.add(service.source());
      SourceAddresses seen = localAddresses.of(service, keepsClientsTogether(service));
      List<VipPorts> ports = new ArrayList<>(territory.of(service));
      if (isFtp(service) && service.key() instanceof AddressKey key) {
        ports.addAll(territory.dataOf(key));
      }
      draft.rewrite(
          new Rewritten(
              service.source(),
              service.key().family(),
              seen,
              ports,
              Stream.concat(service.destinations().stream(), service.leaving().stream())
                  .map(Servers::key)
                  .distinct()
                  .toList()));
    }
    plan.services().stream()
        .filter(FullNat::isOneWay)
        .forEach(
            service -> territory.of(service).forEach(ports -> passBy(ports, service.source())));
    draft.sysctl(CONNTRACK, "1", sources);
    plan.settings().stream()
        .filter(settings -> "0".equals(settings.ipvsSysctls().get(NAME)))
        .forEach(settings -> contradiction(settings, sources));
  }

  /** Returns whether all answers of a service go past the director. */
  private static boolean isOneWay(PlannedService service) {
    return !service.methods().isEmpty() && !answersComeBack(service);
  }

  /** Of SCTP conntrack wants to have seen both ways, whatever is done. */
  private void passBy(VipPorts ports, ResourceName source) {
    if (hasZones && !ports.protocol().equals(Protocol.SCTP)) {
      draft.oneWay(ports, source);
    } else {
      draft.untracked(ports, source);
    }
  }

  /** Returns whether conntrack sees connections of which it must see only one way. */
  public static boolean needsZones(DirectorPlan plan) {
    return plan.services().stream()
            .anyMatch(service -> service.methods().contains(ForwardingMode.FULLNAT))
        && plan.services().stream().anyMatch(FullNat::isOneWay);
  }

  /**
   * Returns whether a real server may compare the addresses of several connections of one client.
   */
  private static boolean keepsClientsTogether(PlannedService service) {
    return service.persistence() != null || service.key() instanceof MarkKey || isFtp(service);
  }

  public static boolean isFtp(PlannedService service) {
    return service.key() instanceof AddressKey(var protocol, var _, var port)
        && protocol.equals(Protocol.TCP)
        && port == FTP;
  }

  private void contradiction(DirectorSettings settings, SortedSet<ResourceName> services) {
    draft.obstacle(
        List.of(settings.source()),
        "set net.ipv4.vs.conntrack to 0",
        Reason.CONTRADICTING_SETTINGS,
        "It is 1, which FULLNAT of "
            + services.stream().map(ResourceName::toString).collect(Collectors.joining(", "))
            + " needs. Remove conntrack from ipvsSysctls of the DirectorGroup, or use NAT there.");
  }

  /** Returns whether some answers of a service come back to the director, which forwards them. */
  public static boolean answersComeBack(PlannedService service) {
    return service.methods().contains(ForwardingMode.NAT)
        || service.methods().contains(ForwardingMode.FULLNAT);
  }
}
