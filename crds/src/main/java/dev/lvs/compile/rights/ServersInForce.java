package dev.lvs.compile.rights;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.VirtualServiceSpec;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.Resolution;
import dev.lvs.compile.resolve.Resolution.Pool;
import dev.lvs.compile.resolve.Resolution.Service;
import dev.lvs.net.AddressRange;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Keeps new VIPs off the addresses of real servers in force of other namespaces, since a VIP ends
 * the real servers that others have there.
 *
 * <p>They stay where an admin gave their namespace the address, by the networks of a pool or as a
 * VIP, and gave it to that of the VIP by no narrower range. Elsewhere the VIP wins: an address that
 * somebody only names, or has among all those of a wide network, is kept from nobody by that.
 */
public final class ServersInForce {
  private final Map<ResourceName, Service> services = new HashMap<>();
  private final List<NodePlanSpec> before;
  private final Resolution resolution;
  private final Report report;

  /** A VIP that a service asks for and has not. */
  private record Wish(Service service, String field) {}

  /**
   * @param before the plans in force
   * @param report that has the problems of pools and services already
   */
  public ServersInForce(List<NodePlanSpec> before, Resolution resolution, Report report) {
    this.before = before;
    this.resolution = resolution;
    this.report = report;
    resolution.services().forEach(service -> services.put(service.name(), service));
  }

  /**
   * Refuses services for the VIPs that they may not have.
   *
   * @param held the VIPs that each service has already
   */
  public void check(Map<ResourceName, ? extends Collection<IpAddress>> held) {
    SortedMap<IpAddress, List<Wish>> wishes = new TreeMap<>();
    for (Service service : resolution.services()) {
      VirtualServiceSpec spec = service.spec();
      if (spec != null && !report.refused(service.name())) {
        Collection<IpAddress> has =
            held.containsKey(service.name()) ? held.get(service.name()) : List.of();
        for (int i = 0; i < spec.addresses().size(); i++) {
          IpAddress vip = IpAddress.parse(spec.addresses().get(i));
          if (!has.contains(vip)) {
            wishes
                .computeIfAbsent(vip, _ -> new ArrayList<>())
                .add(new Wish(service, "spec.addresses[" + i + "]"));
          }
        }
      }
    }
    if (!wishes.isEmpty()) {
      owners(wishes.keySet())
          .forEach(
              (vip, owners) ->
                  wishes.getOrDefault(vip, List.of()).forEach(wish -> check(wish, vip, owners)));
    }
  }

  /** The services with real servers at some addresses. */
  private SortedMap<IpAddress, SortedSet<ResourceName>> owners(Set<IpAddress> addresses) {
    SortedMap<IpAddress, SortedSet<ResourceName>> owners = new TreeMap<>();
    for (NodePlanSpec plan : before) {
      for (PlannedService entry : plan.director().services()) {
        for (PlannedDestination one : entry.destinations()) {
          Stream.concat(Stream.of(one.address()), ClosedPlaces.embedded(one.address()).stream())
              .filter(addresses::contains)
              .forEach(
                  place -> owners.computeIfAbsent(place, _ -> new TreeSet<>()).add(entry.source()));
        }
      }
    }
    return owners;
  }

  private void check(Wish wish, IpAddress vip, SortedSet<ResourceName> owners) {
    ResourceName name = wish.service().name();
    owners.stream()
        .filter(owner -> !owner.namespace().equals(name.namespace()))
        .filter(
            owner ->
                Optional.ofNullable(services.get(owner))
                    .filter(it -> keeps(it, vip, wish.service()))
                    .isPresent())
        .findFirst()
        .ifPresent(
            owner ->
                report.refuse(
                    name,
                    wish.field(),
                    Reason.VIP_IN_USE,
                    "%s is the address of a real server of %s; use another VIP, or ask an admin, who sees whose it is."
                        .formatted(vip, owner.seenBy(name))));
  }

  private boolean keeps(Service owner, IpAddress address, Service newcomer) {
    return (report.refused(owner.name()) || wanted(owner).anyMatch(one -> leadsTo(one, address)))
        && pools(owner)
            .flatMap(pool -> Stream.concat(networks(pool), pool.ranges().stream()))
            .filter(range -> range.contains(address))
            .anyMatch(
                range ->
                    pools(newcomer)
                        .flatMap(pool -> pool.ranges().stream())
                        .noneMatch(other -> other.contains(address) && isWithin(other, range)));
  }

  private Stream<Pool> pools(Service service) {
    return resolution.pools().stream()
        .filter(pool -> pool.isOfVips() && !report.refused(pool.name()))
        .filter(service.pools()::contains);
  }

  private static Stream<AddressRange> networks(Pool pool) {
    return ServerTerms.of(pool).networks().stream();
  }

  private static boolean isWithin(AddressRange narrow, AddressRange wide) {
    return !narrow.equals(wide) && wide.contains(narrow.first()) && wide.contains(narrow.last());
  }

  private static Stream<IpAddress> wanted(Service owner) {
    Stream<IpAddress> servers =
        Stream.concat(
                owner.selected().stream(),
                owner.named().stream().flatMap(one -> one.found().stream()))
            .flatMap(server -> server.addresses().stream());
    Stream<IpAddress> hosts = owner.hosts().stream().flatMap(host -> host.addresses().stream());
    VirtualServiceSpec spec = owner.spec();
    Stream<String> inline =
        spec == null
            ? Stream.of()
            : Stream.concat(
                spec.realServers().inline().stream().map(one -> one.address()),
                Stream.ofNullable(spec.sorryServer()).map(one -> one.address()));
    return Stream.of(servers, hosts, inline.flatMap(text -> IpAddress.read(text).stream()))
        .flatMap(each -> each);
  }

  private static boolean leadsTo(IpAddress one, IpAddress address) {
    return one.equals(address) || ClosedPlaces.embedded(one).filter(address::equals).isPresent();
  }
}
