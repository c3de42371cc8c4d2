package dev.lvs.compile.place;

import static java.util.Objects.requireNonNull;

import dev.lvs.api.v1alpha1.DirectorGroupSpec;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.api.v1alpha1.IpFamily;
import dev.lvs.api.v1alpha1.Persistence;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.PlannedPersistence;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.VirtualServiceSpec;
import dev.lvs.compile.allocate.LocalAddressPools;
import dev.lvs.compile.draft.Claim;
import dev.lvs.compile.draft.Draft;
import dev.lvs.compile.resolve.Reference;
import dev.lvs.compile.resolve.Resolution.Host;
import dev.lvs.compile.rights.Rights;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Places drafts on the nodes: the director's side, and the real server's where that is a node. */
public final class Placement {
  private final Map<IpAddress, Host> hosts;
  private final LocalAddressPools localAddresses;
  private final Plans plans;

  /**
   * @param hosts by address
   */
  public Placement(Map<IpAddress, Host> hosts, LocalAddressPools localAddresses, Plans plans) {
    this.hosts = hosts;
    this.localAddresses = localAddresses;
    this.plans = plans;
  }

  public void place(Draft draft, VirtualServiceSpec spec, DirectorGroupSpec group) {
    String source = draft.name().toString();
    for (Host director : draft.group().hosts()) {
      Plans.OfNode plan = plans.of(director.name().name());
      draft
          .entries()
          .forEach(
              (claim, entry) ->
                  plan.services()
                      .put(
                          claim,
                          service(claim, entry, draft, localAddresses(draft, director, claim))));
      if (Rights.announces(group)) {
        for (IpAddress vip : draft.vips()) {
          plan.add(new PlannedVip(vip.toString(), group.vipInterface(), List.of(source)));
        }
      }
      draft.marks().forEach((ports, mark) -> plan.add(mark(ports, mark, source)));
    }
    draft
        .entries()
        .forEach(
            (claim, entry) ->
                draft
                    .vips(claim)
                    .forEach(vip -> entry.destinations().forEach(d -> hide(vip, d, source))));
  }

  private static PlannedMark mark(Claim.Ports ports, long mark, String source) {
    return new PlannedMark(
        ports.vip().toString(),
        ports.protocol(),
        ports.first(),
        ports.last() == ports.first() ? null : ports.last(),
        mark,
        source);
  }

  private void hide(IpAddress vip, PlannedDestination destination, String source) {
    Host host = hosts.get(IpAddress.parse(destination.address()));
    boolean answersItself =
        switch (destination.method()) {
          case DR, TUN -> true;
          case NAT, FULLNAT -> false;
        };
    if (host != null && answersItself) {
      plans
          .of(host.name().name())
          .add(
              new HiddenVip(
                  vip.toString(),
                  destination.method(),
                  destination.address(),
                  destination.tunnel(),
                  List.of(source)));
    }
  }

  private List<String> localAddresses(Draft draft, Host director, Claim claim) {
    return texts(
        draft
            .service()
            .localPool()
            .flatMap(Reference::found)
            .map(pool -> localAddresses.of(pool.name(), director.name().name(), claim.family()))
            .orElse(List.of()));
  }

  /** Who marks packets himself says which they are: with FULLNAT sources are rewritten by that. */
  private static List<String> rewrittenVips(Claim claim, VirtualServiceSpec spec) {
    boolean marked =
        spec.firewallMark() != null && spec.forwarding().method() == ForwardingMode.FULLNAT;
    return texts(
        spec.addresses().stream()
            .map(IpAddress::parse)
            .filter(vip -> marked && vip.family() == claim.family())
            .sorted()
            .toList());
  }

  private static List<String> texts(List<IpAddress> addresses) {
    return addresses.stream().map(IpAddress::toString).toList();
  }

  private static PlannedService service(
      Claim claim, Draft.Entry entry, Draft draft, List<String> localAddresses) {
    VirtualServiceSpec spec = requireNonNull(draft.service().spec());
    Claim.Ports ports = claim instanceof Claim.Ports one ? one : null;
    Claim.Mark mark = claim instanceof Claim.Mark one ? one : null;
    return new PlannedService(
        ports == null ? null : ports.vip().toString(),
        ports == null ? null : ports.protocol(),
        ports == null ? null : ports.first(),
        mark == null ? null : mark.mark(),
        mark == null ? null : family(mark.family()),
        spec.scheduler(),
        spec.schedulerFlags().stream().distinct().sorted().toList(),
        spec.onePacket(),
        persistence(claim, spec.persistence()),
        entry.destinations(),
        localAddresses,
        rewrittenVips(claim, spec),
        spec.adopt(),
        draft.group().name().name(),
        draft.name().toString());
  }

  private static IpFamily family(AddressFamily family) {
    return switch (family) {
      case IPV4 -> IpFamily.IPV4;
      case IPV6 -> IpFamily.IPV6;
    };
  }

  private static @Nullable PlannedPersistence persistence(
      Claim claim, @Nullable Persistence persistence) {
    if (persistence == null) {
      return null;
    }
    boolean four = claim.family() == AddressFamily.IPV4;
    return new PlannedPersistence(
        persistence.timeout().value(),
        four ? persistence.netmask() : null,
        four ? null : persistence.netmaskV6(),
        persistence.engine());
  }
}
