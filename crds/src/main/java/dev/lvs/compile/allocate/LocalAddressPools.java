package dev.lvs.compile.allocate;

import dev.lvs.api.v1alpha1.AddressUse;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.Reference;
import dev.lvs.compile.resolve.Resolution;
import dev.lvs.compile.resolve.Resolution.Group;
import dev.lvs.compile.resolve.Resolution.Host;
import dev.lvs.compile.resolve.Resolution.Pool;
import dev.lvs.compile.resolve.Resolution.Service;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.AddressRange;
import dev.lvs.net.IpAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Allocates local addresses (LIPs) of each pool to each director.
 *
 * <p>No address is ever allocated to two directors: a real server's answer finds its way back by it
 * alone. So the allocation depends on the pool and the directors that use it and on nothing else;
 * services of one pool share the addresses of their director, since a connection is identified by
 * the real server too.
 *
 * <p>The addresses of a pool are its own, whatever else names them: only those of nodes are
 * skipped, because they are in use. Directors are counted for services that stand and for those in
 * force, the oldest first; where a pool has not enough for all of them, the last go without.
 */
public final class LocalAddressPools {
  /** The most that a director takes of one pool and family: half a million ports. */
  static final int MOST = 8;

  /** The addresses of a pool and family that are looked at: enough for 128 directors. */
  private static final int CONSIDERED = 128 * MOST;

  private final Map<Key, Users> users = new HashMap<>();
  private final Map<Key, Map<String, List<IpAddress>>> shares = new HashMap<>();
  private final SortedMap<IpAddress, String> holders = new TreeMap<>();
  private final Set<ResourceName> counted = new HashSet<>();

  private record Key(ResourceName pool, AddressFamily family) {}

  /** Directors that want addresses of a pool, the first in line first, and how many there are. */
  private static final class Users {
    final Set<String> directors = new LinkedHashSet<>();
    int size;
    Set<String> served = Set.of();

    /** Says how many addresses there are, and so who is served. */
    void serve(int addresses) {
      size = addresses;
      served = new LinkedHashSet<>(directors.stream().limit(size).toList());
    }
  }

  private LocalAddressPools() {}

  /**
   * Divides the pools.
   *
   * @param before the plans in force: where there is not enough for all directors of a service,
   *     those that have some come first
   * @param refused the services that are going to be refused: of these only those in force count
   */
  public static LocalAddressPools of(
      Resolution resolution, List<NodePlanSpec> before, Set<ResourceName> refused, Report report) {
    LocalAddressPools pools = new LocalAddressPools();
    Set<String> having = new HashSet<>();
    Set<ResourceName> served = new HashSet<>();
    for (NodePlanSpec plan : before) {
      for (PlannedService entry : plan.director().services()) {
        served.add(entry.source());
        if (!entry.localAddresses().isEmpty()) {
          having.add(plan.nodeName());
        }
      }
    }
    resolution.services().stream()
        .sorted(Comparator.comparing(Service::created).thenComparing(Service::name))
        .filter(
            service ->
                served.contains(service.name())
                    || !(report.refused(service.name()) || refused.contains(service.name())))
        .forEach(
            service -> {
              pools.counted.add(service.name());
              pools.usedBy(service, having);
            });
    NavigableMap<IpAddress, String> taken = new TreeMap<>();
    for (Host host : resolution.hosts()) {
      host.addresses().forEach(one -> taken.put(one, "the own address of " + host.name()));
    }
    for (Pool pool : resolution.pools()) {
      if (pool.spec() != null
          && pool.spec().use() == AddressUse.LOCALADDRESS
          && !report.refused(pool.name())) {
        pools.divide(pool, taken, report);
      }
    }
    return pools;
  }

  /** The directors that want addresses of a pool. */
  SortedSet<String> directors(ResourceName pool, AddressFamily family) {
    return new TreeSet<>(users(pool, family).directors);
  }

  /** Returns whether a service has been given what there is. */
  boolean counts(ResourceName service) {
    return counted.contains(service);
  }

  /** Returns whether there are addresses for each of these directors. */
  boolean serves(ResourceName pool, AddressFamily family, List<Host> directors) {
    Set<String> served = users(pool, family).served;
    return directors.stream().allMatch(director -> served.contains(director.name().name()));
  }

  /**
   * Returns how many addresses of a family a pool has to give, counted up to what is ever needed.
   */
  int size(ResourceName pool, AddressFamily family) {
    return users(pool, family).size;
  }

  /** Returns what a director has of a pool, sorted. */
  public List<IpAddress> of(ResourceName pool, String director, AddressFamily family) {
    return shares.getOrDefault(new Key(pool, family), Map.of()).getOrDefault(director, List.of());
  }

  /** Returns whether an address is the share of another director than this. */
  public boolean isAnothers(IpAddress address, String director) {
    String holder = holders.get(address);
    return holder != null && !holder.equals(director);
  }

  private Users users(ResourceName pool, AddressFamily family) {
    return users.computeIfAbsent(new Key(pool, family), _ -> new Users());
  }

  private void usedBy(Service service, Set<String> having) {
    Optional<Pool> pool = service.localPool().flatMap(Reference::found);
    Optional<Group> group = service.group().found();
    if (pool.isEmpty() || group.isEmpty() || !service.pools().contains(pool.get())) {
      return;
    }
    service.vips().stream()
        .map(IpAddress::family)
        .distinct()
        .forEach(
            family -> {
              Set<String> directors = users(pool.get().name(), family).directors;
              group.get().hosts().stream()
                  .map(host -> host.name().name())
                  .sorted(Comparator.comparing((String name) -> !having.contains(name)))
                  .forEach(directors::add);
            });
  }

  private void divide(Pool pool, NavigableMap<IpAddress, String> taken, Report report) {
    noteTaken(pool, taken, report);
    for (AddressFamily family : AddressFamily.values()) {
      SortedSet<IpAddress> free = new TreeSet<>();
      for (AddressRange range : pool.ranges()) {
        if (range.first().family() == family) {
          free.addAll(range.first(CONSIDERED + inside(range, taken).size()));
        }
      }
      free.removeAll(taken.keySet());
      List<IpAddress> considered = free.stream().limit(CONSIDERED).toList();
      Users wanting = users(pool.name(), family);
      wanting.serve(considered.size());
      SortedMap<String, List<IpAddress>> divided = Shares.of(considered, wanting.served, MOST);
      shares.put(new Key(pool.name(), family), divided);
      divided.forEach((director, share) -> share.forEach(one -> holders.put(one, director)));
      // of two pools with the same address the first has it
      divided.values().forEach(share -> share.forEach(o -> taken.put(o, "one of " + pool.name())));
    }
  }

  private static void noteTaken(Pool pool, NavigableMap<IpAddress, String> taken, Report report) {
    NavigableMap<IpAddress, String> inside = new TreeMap<>();
    pool.ranges().forEach(range -> inside.putAll(inside(range, taken)));
    if (!inside.isEmpty()) {
      Map.Entry<IpAddress, String> first = inside.firstEntry();
      String more =
          inside.size() == 1
              ? ""
              : ", and %d more are not free either".formatted(inside.size() - 1);
      report.leaveOut(
          pool.name(),
          "spec.addresses",
          Reason.LOCAL_ADDRESS_IN_USE,
          "%s is %s%s, so no director takes it for a local address; take it out of the pool."
              .formatted(first.getKey(), first.getValue(), more));
    }
  }

  private static Map<IpAddress, String> inside(
      AddressRange range, NavigableMap<IpAddress, String> taken) {
    return taken.subMap(range.first(), true, range.last(), true);
  }
}
