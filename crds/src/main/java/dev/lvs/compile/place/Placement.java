package dev.lvs.compile.place;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.lvs.api.v1alpha1.DirectorGroupSpec;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.api.v1alpha1.OnFailure;
import dev.lvs.api.v1alpha1.OnMassFailure;
import dev.lvs.api.v1alpha1.Persistence;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedDrain;
import dev.lvs.api.v1alpha1.PlannedHealth;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.PlannedPersistence;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.PlannedSorryServer;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.Quorum;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.VirtualServiceSpec;
import dev.lvs.api.v1alpha1.WhenLost;
import dev.lvs.compile.allocate.LocalAddressPools;
import dev.lvs.compile.draft.Draft;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.Reference;
import dev.lvs.compile.resolve.Resolution.Host;
import dev.lvs.compile.rights.Rights;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Places drafts on the nodes: the director's side, and the real server's where that is a node. */
public final class Placement {
  private final Map<IpAddress, Host> hosts;
  private final LocalAddressPools localAddresses;
  private final DirectorOrders orders;
  private final Plans plans;
  private final Report report;

  /**
   * @param hosts by address
   */
  public Placement(
      Map<IpAddress, Host> hosts,
      LocalAddressPools localAddresses,
      DirectorOrders orders,
      Plans plans,
      Report report) {
    this.hosts = hosts;
    this.localAddresses = localAddresses;
    this.orders = orders;
    this.plans = plans;
    this.report = report;
  }

  /**
   * Places one.
   *
   * @param adopted the entries that are taken over from somebody else where they stand
   */
  public void place(
      Draft draft, VirtualServiceSpec spec, DirectorGroupSpec group, Set<ServiceKey> adopted) {
    ResourceName source = draft.name();
    for (Host director : draft.group().hosts()) {
      Plans.OfNode plan = plans.of(director.name().name());
      draft
          .entries()
          .forEach(
              (claim, entry) ->
                  plan.services()
                      .put(
                          claim,
                          service(
                              claim,
                              entry,
                              draft,
                              localAddresses(draft, director, claim),
                              adopted.contains(claim))));
      if (Rights.announces(group)) {
        for (IpAddress vip : draft.vips()) {
          PlannedVip planned =
              new PlannedVip(
                  vip,
                  VipInterfaces.of(group, vip),
                  LeasePlacement.of(draft.group(), director, orders).orElse(null),
                  BgpPlacement.of(draft.group(), director).orElse(null),
                  null,
                  List.of(source));
          VrrpPlacement.of(draft.group(), director, planned, report).ifPresent(plan::add);
        }
      }
      draft.marks().forEach((ports, mark) -> plan.add(new PlannedMark(ports, mark, source)));
    }
    draft
        .entries()
        .forEach(
            (claim, entry) ->
                draft.vips(claim).forEach(vip -> entry.all().forEach(d -> hide(vip, d, source))));
  }

  private void hide(IpAddress vip, PlannedDestination destination, ResourceName source) {
    Host host = hosts.get(destination.address());
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
                  vip,
                  destination.method(),
                  destination.address(),
                  destination.tunnel(),
                  List.of(source)));
    }
  }

  private List<IpAddress> localAddresses(Draft draft, Host director, ServiceKey claim) {
    return draft
        .service()
        .localPool()
        .flatMap(Reference::found)
        .map(pool -> localAddresses.of(pool.name(), director.name().name(), claim.family()))
        .orElse(List.of());
  }

  /**
   * Returns who marks packets himself says which they are: with FULLNAT sources are rewritten by
   * that.
   */
  private static List<IpAddress> rewrittenVips(
      ServiceKey claim, VirtualServiceSpec spec, Draft draft) {
    boolean marked =
        spec.firewallMark() != null && spec.forwarding().method() == ForwardingMode.FULLNAT;
    return draft.vips().stream().filter(vip -> marked && vip.family() == claim.family()).toList();
  }

  private static PlannedService service(
      ServiceKey key,
      Draft.Entry entry,
      Draft draft,
      List<IpAddress> localAddresses,
      boolean adopted) {
    VirtualServiceSpec spec = requireNonNull(draft.service().spec());
    return new PlannedService(
        key,
        spec.scheduler(),
        spec.schedulerFlags().stream().distinct().sorted().toList(),
        spec.onePacket(),
        persistence(key, spec.persistence()),
        entry.all(),
        localAddresses,
        rewrittenVips(key, spec, draft),
        adopted,
        draft.group().name().name(),
        draft.name(),
        health(spec, entry),
        spec.drain() == null ? null : new PlannedDrain(spec.drain().timeout().value(), List.of()));
  }

  /** Nothing where no destination is checked, and no sum of weights is needed. */
  private static @Nullable PlannedHealth health(VirtualServiceSpec spec, Draft.Entry entry) {
    Quorum quorum = quorum(spec, entry);
    return spec.healthCheck() == null && entry.checks().isEmpty() && quorum == null
        ? null
        : new PlannedHealth(
            spec.healthCheck(),
            spec.additionalHealthChecks(),
            entry.checks(),
            requireNonNullElse(spec.onFailure(), OnFailure.QUIESCE),
            quorum,
            entry
                .sorryServer()
                .map(one -> new PlannedSorryServer(one.address(), one.port()))
                .orElse(null),
            spec.slowStart(),
            requireNonNullElse(spec.onMassFailure(), OnMassFailure.FOLLOW));
  }

  private static @Nullable Quorum quorum(VirtualServiceSpec spec, Draft.Entry entry) {
    boolean sorry = entry.sorryServer().isPresent();
    if (spec.quorum() == null) {
      return sorry ? new Quorum(1, 1, WhenLost.SORRY) : null;
    }
    // one of the other family, or that is not granted, stands in for nobody
    WhenLost usual = sorry ? WhenLost.SORRY : WhenLost.SERVE;
    WhenLost wanted = requireNonNullElse(spec.quorum().whenLost(), usual);
    return new Quorum(
        spec.quorum().up(), spec.quorum().down(), wanted == WhenLost.SORRY ? usual : wanted);
  }

  private static @Nullable IpAddress netmask(Persistence persistence) {
    return persistence.netmask() == null ? null : IpAddress.parse(persistence.netmask());
  }

  private static @Nullable PlannedPersistence persistence(
      ServiceKey key, @Nullable Persistence persistence) {
    if (persistence == null) {
      return null;
    }
    boolean four = key.family() == AddressFamily.IPV4;
    return new PlannedPersistence(
        persistence.timeout().value(),
        four ? netmask(persistence) : null,
        four ? null : persistence.netmaskV6(),
        persistence.engine());
  }
}
