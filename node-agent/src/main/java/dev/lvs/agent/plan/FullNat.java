package dev.lvs.agent.plan;

import dev.lvs.agent.model.VipPorts;
import dev.lvs.agent.plan.Obstacle.Reason;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.DirectorSettings;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.IpFamily;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What makes FULLNAT of NAT: packets leave the director with its own address as their source.
 *
 * <p>netfilter rewrites it, which knows the connections of IPVS only with net.ipv4.vs.conntrack
 * ({@code ip_vs_update_conntrack}, net/netfilter/ipvs/ip_vs_nfct.c). Connections that answer past
 * the director are then kept from being tracked, because half of each is all that would be seen.
 */
final class FullNat {
  private static final String NAME = "conntrack";
  private static final String CONNTRACK = "net/ipv4/vs/" + NAME;

  private final DirectorPlan plan;
  private final Draft draft;

  FullNat(DirectorPlan plan, Draft draft) {
    this.plan = plan;
    this.draft = draft;
  }

  /** To be called after the settings are in the draft, over which it wins. */
  void plan() {
    SortedSet<String> sources = new TreeSet<>();
    for (PlannedService service : plan.services()) {
      if (hasSomeBy(ForwardingMode.FULLNAT, service)) {
        sources.add(service.source());
        ports(service).forEach(ports -> draft.masquerade(ports, service.source()));
      }
    }
    if (sources.isEmpty()) {
      return;
    }
    plan.services().stream()
        .filter(FullNat::answersPastTheDirector)
        .forEach(
            service -> ports(service).forEach(ports -> draft.untracked(ports, service.source())));
    draft.sysctl(CONNTRACK, "1", sources);
    plan.settings().stream()
        .filter(settings -> "0".equals(settings.ipvsSysctls().get(NAME)))
        .forEach(settings -> contradiction(settings, sources));
  }

  private void contradiction(DirectorSettings settings, SortedSet<String> services) {
    draft.obstacle(
        List.of(settings.source()),
        "set net.ipv4.vs.conntrack to 0",
        Reason.CONTRADICTING_SETTINGS,
        "It is 1, which FULLNAT of "
            + String.join(", ", services)
            + " needs. Remove conntrack from ipvsSysctls of the DirectorGroup, or use NAT there.");
  }

  private static boolean hasSomeBy(ForwardingMode method, PlannedService service) {
    return service.destinations().stream().anyMatch(one -> one.method() == method);
  }

  private static boolean answersPastTheDirector(PlannedService service) {
    return !service.destinations().isEmpty()
        && !hasSomeBy(ForwardingMode.NAT, service)
        && !hasSomeBy(ForwardingMode.FULLNAT, service);
  }

  /** None where a service has every port, or where its packets are marked by others. */
  private List<VipPorts> ports(PlannedService service) {
    Long mark = service.firewallMark();
    if (mark != null) {
      return plan.marks().stream()
          .filter(marked -> marked.firewallMark() == mark)
          .map(FullNat::ports)
          .filter(ports -> ports.vip().family() == family(service))
          .toList();
    }
    if (service.address() == null
        || service.protocol() == null
        || service.port() == null
        || service.port() == 0) {
      return List.of();
    }
    return List.of(
        new VipPorts(
            IpAddress.parse(service.address()),
            Servers.protocol(service.protocol()),
            service.port(),
            service.port()));
  }

  static VipPorts ports(PlannedMark mark) {
    int last = mark.endPort() == null ? mark.port() : mark.endPort();
    return new VipPorts(
        IpAddress.parse(mark.address()), Servers.protocol(mark.protocol()), mark.port(), last);
  }

  private static AddressFamily family(PlannedService service) {
    return service.family() == IpFamily.IPV6 ? AddressFamily.IPV6 : AddressFamily.IPV4;
  }
}
