package dev.lvs.compile;

import static java.util.Objects.requireNonNullElse;

import dev.lvs.api.v1alpha1.Allocation;
import dev.lvs.api.v1alpha1.LeavingDestination;
import dev.lvs.api.v1alpha1.Maintenance;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedDrain;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.Compilation.AwaitedVip;
import dev.lvs.compile.Compilation.GroupFacts;
import dev.lvs.compile.Compilation.PoolFacts;
import dev.lvs.compile.Compilation.ServerFacts;
import dev.lvs.compile.Compilation.ServerState;
import dev.lvs.compile.Compilation.ServiceFacts;
import dev.lvs.compile.place.VipMoves;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.Resolution;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.net.IpAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Derives the facts of each resource from finished plans. */
public final class CompilationFacts {
  private final Map<ResourceName, OfService> services = new HashMap<>();
  private final Map<ResourceName, OfServer> servers = new HashMap<>();
  private final NavigableMap<IpAddress, SortedSet<String>> owners = new TreeMap<>();

  private final VipMoves moves;

  /**
   * @param at the time for which is compiled
   */
  CompilationFacts(List<NodePlanSpec> plans, VipMoves moves, Instant at) {
    this.moves = moves;
    for (NodePlanSpec plan : plans) {

      plan.director()
          .services()
          .forEach(
              service -> {
                read(plan.nodeName(), service);
                readLeaving(service, at);
              });
      plan.director().marks().forEach(mark -> hasVip(mark.source(), mark.ports().vip()));
      plan.director().vips().forEach(this::readVip);
    }
  }

  ServiceFacts of(Resolution.Service service) {
    OfService facts = services.getOrDefault(service.name(), new OfService());
    int ready = (int) facts.servers.values().stream().filter(weight -> weight > 0).count();
    return new ServiceFacts(
        service.name(),
        facts.addresses.stream().map(IpAddress::toString).toList(),
        List.copyOf(facts.directors),
        ready,
        facts.servers.size() - ready,
        facts.moving ? Optional.ofNullable(facts.group) : Optional.empty(),
        moves.awaited(service.name()).entrySet().stream()
            .map(entry -> new AwaitedVip(entry.getKey().toString(), List.copyOf(entry.getValue())))
            .toList());
  }

  ServerFacts of(Resolution.Server server) {
    OfServer facts = servers.getOrDefault(server.name(), new OfServer());
    Optional<Maintenance> maintenance = server.upkeep().inForce();
    return new ServerFacts(
        server.name(),
        List.copyOf(facts.addresses),
        List.copyOf(facts.services),
        List.copyOf(facts.leavingServices),
        facts.state(maintenance.isPresent()),
        maintenance);
  }

  GroupFacts of(Resolution.Group group) {
    return new GroupFacts(
        group.name(), group.hosts().stream().map(host -> host.name().name()).toList());
  }

  PoolFacts of(Resolution.Pool pool, PoolUses uses, Report report) {
    if (pool.spec() == null || report.refused(pool.name())) {
      return new PoolFacts(pool.name(), List.of(), List.of(), List.of());
    }
    List<Allocation> allocations = new ArrayList<>();
    SortedMap<IpAddress, SortedSet<String>> inside = new TreeMap<>();
    pool.ranges()
        .forEach(range -> inside.putAll(owners.subMap(range.first(), true, range.last(), true)));
    inside.forEach(
        (address, sources) ->
            sources.forEach(source -> allocations.add(new Allocation(address.toString(), source))));
    return new PoolFacts(pool.name(), allocations, uses.marks(pool.spec()), uses.namespaces(pool));
  }

  private void read(String node, PlannedService service) {
    OfService facts = services.computeIfAbsent(service.source(), _ -> new OfService());
    facts.directors.add(node);
    facts.group = service.directorGroup();
    service.localAddresses().forEach(address -> owns(address, "Node " + node));
    if (service.key() instanceof AddressKey key) {
      hasVip(service.source(), key.address());
    }
    for (PlannedDestination destination : service.realServers()) {
      ResourceName source = requireNonNullElse(destination.source(), service.source());
      // one real server may serve several ports, and counts once
      facts.servers.merge(
          new Counted(source, destination.address()), destination.weight(), Math::max);
      OfServer server = servers.computeIfAbsent(source, _ -> new OfServer());
      server.addresses.add(destination.address().toString());
      server.services.add(service.source().name());
      server.ready |= destination.weight() > 0;
    }
  }

  /** Those that leave count while they may have connections. */
  private void readLeaving(PlannedService service, Instant at) {
    PlannedDrain drain = service.drain();
    if (drain == null) {
      return;
    }
    OfService facts = services.computeIfAbsent(service.source(), _ -> new OfService());
    for (LeavingDestination one : drain.leaving()) {
      ResourceName source = requireNonNullElse(one.destination().source(), service.source());
      OfServer server = servers.computeIfAbsent(source, _ -> new OfServer());
      server.leavingServices.add(service.source().name());
      Instant end = Instant.parse(one.since()).plusSeconds(drain.timeoutSeconds());
      if (end.isAfter(at)) {
        facts.servers.merge(new Counted(source, one.destination().address()), 0, Math::max);
        server.leaving = true;
      }
    }
  }

  private void readVip(PlannedVip vip) {
    for (ResourceName source : vip.sources()) {
      hasVip(source, vip.address());
      if (vip.lease() != null || vip.vrrp() != null) {
        services.computeIfAbsent(source, _ -> new OfService()).moving = true;
      }
    }
  }

  private void hasVip(ResourceName source, IpAddress vip) {
    services.computeIfAbsent(source, _ -> new OfService()).addresses.add(vip);
    owns(vip, source.toString());
  }

  private void owns(IpAddress address, String owner) {
    owners.computeIfAbsent(address, _ -> new TreeSet<>()).add(owner);
  }

  /** A real server at one of its addresses. */
  private record Counted(ResourceName source, IpAddress address) {}

  private static final class OfService {
    final SortedSet<IpAddress> addresses = new TreeSet<>();
    final SortedSet<String> directors = new TreeSet<>();
    final Map<Counted, Integer> servers = new HashMap<>();
    @Nullable String group;
    boolean moving;
  }

  private static final class OfServer {
    final SortedSet<String> addresses = new TreeSet<>();
    final SortedSet<String> services = new TreeSet<>();
    final SortedSet<String> leavingServices = new TreeSet<>();
    boolean ready;
    boolean leaving;

    ServerState state(boolean maintained) {
      if (services.isEmpty()) {
        return leaving
            ? ServerState.DRAINING
            : maintained ? ServerState.REMOVED : ServerState.UNUSED;
      }
      return ready ? ServerState.IN_USE : ServerState.DRAINING;
    }
  }
}
