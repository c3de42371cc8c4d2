package dev.lvs.compile.place;

import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.RealServerSpec;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.Tunnel;
import dev.lvs.compile.allocate.HeldBefore;
import dev.lvs.compile.allocate.LocalAddressPools;
import dev.lvs.compile.draft.Candidates;
import dev.lvs.compile.draft.Draft;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.Resolution;
import dev.lvs.compile.resolve.Resolution.Server;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.net.IpAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what the last good input programmed where the input is invalid now, as far as the rights
 * that allowed it are still granted ({@link HeldBefore}).
 *
 * <p>Two things are kept: the entries of a VirtualService that is refused, and in a VirtualService
 * that is in force the destination of a real server that had to be left out. A resource that was
 * deleted is not invalid, it is gone: nothing of it is kept. Weight and maintenance of a RealServer
 * reach what is kept as well, so that draining works while its service has a mistake.
 */
public final class CarryOver {
  private final List<NodePlanSpec> previous;
  private final Report report;
  private final KeptAnnouncements announcements;
  private final Plans plans;
  private final Map<ResourceName, Server> servers = new HashMap<>();
  private final Map<ServiceKey, Set<ResourceName>> leftOut = new HashMap<>();
  private final Set<Kept> kept = new HashSet<>();

  /**
   * @param previous those in force, without what has lost its right
   * @param plans those of the {@code drafts}, to which what is kept is added
   */
  public CarryOver(
      List<NodePlanSpec> previous,
      Resolution resolution,
      List<Draft> drafts,
      DirectorOrders orders,
      Plans plans,
      Report report) {
    this.previous = previous;
    this.report = report;
    this.announcements = new KeptAnnouncements(resolution.groups(), orders, report);
    this.plans = plans;
    resolution.servers().forEach(server -> servers.put(server.name(), server));
    for (Draft draft : drafts) {
      draft.entries().forEach((claim, entry) -> leftOut.put(claim, entry.leftOut()));
    }
  }

  /**
   * Adds what is kept to the plans.
   *
   * @param localAddresses those that directors have now; what is kept may not use another's
   */
  public void keep(LocalAddressPools localAddresses) {
    Map<ServiceKey, PlannedService> lastGood = new HashMap<>();
    Map<String, Map<ServiceKey, PlannedService>> byNode = new HashMap<>();
    for (NodePlanSpec plan : previous) {
      // a node that had a plan gets one again, be it empty: that is how it is cleared
      Plans.OfNode now = plans.of(plan.nodeName());
      for (PlannedService service : plan.director().services()) {
        lastGood.putIfAbsent(service.key(), service);
        byNode.computeIfAbsent(plan.nodeName(), _ -> new HashMap<>()).put(service.key(), service);
        if (report.refused(service.source())) {
          keep(withOwn(service, plan.nodeName(), localAddresses), now);
        }
      }
      plan.director().marks().stream()
          .filter(mark -> report.refused(mark.source()))
          .forEach(now::add);
      plan.director().vips().forEach(vip -> keep(vip, plan.nodeName(), now));
    }
    // a director that is new to the service gets what the others keep
    plans.forEach(
        (node, now) -> {
          Map<ServiceKey, PlannedService> own = byNode.getOrDefault(node, Map.of());
          now.services()
              .replaceAll((claim, s) -> united(s, own.getOrDefault(claim, lastGood.get(claim))));
        });
    // a real server may stand on any node, so this comes when all that is kept is known
    for (NodePlanSpec plan : previous) {
      plan.realServer().hiddenVips().forEach(vip -> keep(vip, plans.of(plan.nodeName())));
    }
  }

  private void keep(PlannedService service, Plans.OfNode now) {
    List<PlannedDestination> destinations =
        service.destinations().stream().flatMap(one -> adjusted(service, one)).toList();
    destinations.forEach(destination -> remember(service, destination));
    now.services().put(service.key(), service.with(destinations));
  }

  private PlannedService united(PlannedService fresh, @Nullable PlannedService before) {
    Set<ResourceName> missing = leftOut.getOrDefault(fresh.key(), Set.of());
    if (missing.isEmpty() || before == null || !before.source().equals(fresh.source())) {
      return fresh;
    }
    SortedMap<PlannedDestination, PlannedDestination> destinations =
        new TreeMap<>(Entries.DESTINATIONS);
    fresh.destinations().forEach(destination -> destinations.put(destination, destination));
    for (PlannedDestination old : before.destinations()) {
      if (old.source() != null
          && missing.contains(old.source())
          && !destinations.containsKey(old)) {
        adjusted(fresh, old)
            .forEach(
                destination -> {
                  remember(fresh, destination);
                  destinations.put(destination, destination);
                });
      }
    }
    return fresh.with(List.copyOf(destinations.values()));
  }

  private void keep(PlannedVip vip, String node, Plans.OfNode now) {
    List<ResourceName> sources = vip.sources().stream().filter(report::refused).toList();
    if (!sources.isEmpty()) {
      now.add(announcements.now(vip.with(sources), node));
    }
  }

  private void keep(HiddenVip vip, Plans.OfNode now) {
    List<ResourceName> sources =
        vip.sources().stream()
            .filter(
                source ->
                    kept.contains(Kept.of(source, vip, vip.address()))
                        || kept.contains(Kept.of(source, vip, null)))
            .toList();
    if (!sources.isEmpty()) {
      now.add(vip.with(sources));
    }
  }

  private void remember(PlannedService service, PlannedDestination destination) {
    kept.add(Kept.of(service, destination));
  }

  /** The destination as its RealServer wants it now; none where that is gone or off. */
  private Stream<PlannedDestination> adjusted(
      PlannedService service, PlannedDestination destination) {
    if (destination.source() == null) {
      return Stream.of(destination);
    }
    ResourceName source = destination.source();
    if (!source.kind().equals("RealServer")) {
      return Stream.of(destination);
    }
    Server server = servers.get(source);
    if (server == null) {
      return Stream.of();
    }
    RealServerSpec spec = server.spec();
    if (spec == null || report.refused(source)) {
      return Stream.of(destination);
    }
    return Candidates.removed(service.drain() != null, server.upkeep())
        ? Stream.of()
        : Stream.of(destination.with(Candidates.weight(server, spec)));
  }

  private static PlannedService withOwn(
      PlannedService service, String node, LocalAddressPools localAddresses) {
    List<IpAddress> own =
        service.localAddresses().stream()
            .filter(address -> !localAddresses.isAnothers(address, node))
            .toList();
    return service.with(service.destinations(), own);
  }

  /**
   * A kept destination, as the key by which the hidden VIP of its node is kept with it.
   *
   * @param vip null in a service of a firewall mark, which has all its VIPs
   */
  private record Kept(
      ResourceName source,
      @Nullable IpAddress vip,
      IpAddress realServer,
      ForwardingMode method,
      @Nullable Tunnel tunnel) {
    static Kept of(PlannedService service, PlannedDestination destination) {
      return new Kept(
          service.source(),
          service.key() instanceof AddressKey key ? key.address() : null,
          destination.address(),
          destination.method(),
          destination.tunnel());
    }

    static Kept of(ResourceName source, HiddenVip vip, @Nullable IpAddress address) {
      return new Kept(source, address, vip.realServerAddress(), vip.method(), vip.tunnel());
    }
  }
}
