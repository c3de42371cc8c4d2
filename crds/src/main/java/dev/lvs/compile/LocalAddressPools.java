package dev.lvs.compile;

import dev.lvs.api.v1alpha1.AddressUse;
import dev.lvs.api.v1alpha1.VirtualServiceSpec;
import dev.lvs.compile.Resolution.Host;
import dev.lvs.compile.Resolution.Pool;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.AddressRange;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The local addresses (LIPs) that each director has of each pool.
 *
 * <p>No address is ever given to two: a real server's answer finds its way by it alone. So what a
 * director has follows from the pool and the directors that use it and from nothing else, not even
 * from the plans before; services of one pool share what their director has, since a connection is
 * known by the real server too.
 */
final class LocalAddressPools {
  /** The most that a director takes of one pool and family: half a million ports. */
  static final int MOST = 8;

  /** The addresses of a pool and family that are looked at: enough for 128 directors. */
  private static final int CONSIDERED = 128 * MOST;

  private final SortedMap<ResourceName, SortedSet<String>> directors = new TreeMap<>();
  private final Map<ResourceName, SortedMap<AddressFamily, Integer>> sizes = new HashMap<>();
  private final Map<ResourceName, Map<String, List<IpAddress>>> shares = new HashMap<>();
  private final SortedMap<IpAddress, String> holders = new TreeMap<>();

  private LocalAddressPools() {}

  static LocalAddressPools of(Resolution resolution, Report report) {
    LocalAddressPools pools = new LocalAddressPools();
    for (Resolution.Service service : resolution.services()) {
      // also one that is refused: whether it has a mistake changes nobody's addresses
      service
          .localPool()
          .flatMap(Reference::found)
          .ifPresent(pool -> pools.usedBy(pool.name(), service));
    }
    SortedMap<IpAddress, String> taken = taken(resolution);
    for (Pool pool : resolution.pools()) {
      if (pool.spec() != null
          && pool.spec().use() == AddressUse.LOCALADDRESS
          && !report.refused(pool.name())) {
        pools.divide(pool, PoolRules.ranges(pool.spec()), taken, report);
      }
    }
    return pools;
  }

  /** The directors that use a pool. */
  SortedSet<String> directors(ResourceName pool) {
    return directors.getOrDefault(pool, new TreeSet<>());
  }

  /** How many addresses of a family a pool has to give, counted up to what is ever needed. */
  int size(ResourceName pool, AddressFamily family) {
    return sizes.getOrDefault(pool, new TreeMap<>()).getOrDefault(family, 0);
  }

  /** What a director has of a pool, sorted. */
  List<IpAddress> of(ResourceName pool, String director, AddressFamily family) {
    return shares.getOrDefault(pool, Map.of()).getOrDefault(director, List.of()).stream()
        .filter(address -> address.family() == family)
        .toList();
  }

  /** Whether an address is the share of another director than this. */
  boolean isAnothers(IpAddress address, String director) {
    String holder = holders.get(address);
    return holder != null && !holder.equals(director);
  }

  private void usedBy(ResourceName pool, Resolution.Service service) {
    SortedSet<String> users = directors.computeIfAbsent(pool, _ -> new TreeSet<>());
    service
        .group()
        .found()
        .ifPresent(group -> group.hosts().forEach(host -> users.add(host.name().name())));
  }

  private void divide(
      Pool pool, List<AddressRange> ranges, SortedMap<IpAddress, String> taken, Report report) {
    noteTaken(pool, ranges, taken, report);
    Map<String, List<IpAddress>> byDirector = new HashMap<>();
    for (AddressFamily family : AddressFamily.values()) {
      SortedSet<IpAddress> free = new TreeSet<>();
      for (AddressRange range : ranges) {
        if (range.first().family() == family) {
          free.addAll(range.first(CONSIDERED + taken.size()));
        }
      }
      free.removeAll(taken.keySet());
      List<IpAddress> considered = free.stream().limit(CONSIDERED).toList();
      sizes.computeIfAbsent(pool.name(), _ -> new TreeMap<>()).put(family, considered.size());
      Shares.of(considered, directors(pool.name()), MOST)
          .forEach(
              (director, share) ->
                  byDirector.computeIfAbsent(director, _ -> new ArrayList<>()).addAll(share));
    }
    shares.put(pool.name(), byDirector);
    byDirector.forEach(
        (director, share) ->
            share.forEach(
                address -> {
                  holders.put(address, director);
                  taken.put(address, "one of " + pool.name());
                }));
  }

  private static void noteTaken(
      Pool pool, List<AddressRange> ranges, SortedMap<IpAddress, String> taken, Report report) {
    List<Map.Entry<IpAddress, String>> inside =
        taken.entrySet().stream()
            .filter(entry -> ranges.stream().anyMatch(range -> range.contains(entry.getKey())))
            .toList();
    if (!inside.isEmpty()) {
      Map.Entry<IpAddress, String> first = inside.getFirst();
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

  /** Addresses that are something else, and what. */
  private static SortedMap<IpAddress, String> taken(Resolution resolution) {
    SortedMap<IpAddress, String> taken = new TreeMap<>();
    for (Resolution.Service service : resolution.services()) {
      VirtualServiceSpec spec = service.spec();
      if (spec != null) {
        spec.addresses().forEach(text -> put(taken, text, "a VIP of " + service.name()));
        spec.realServers()
            .inline()
            .forEach(one -> put(taken, one.address(), "a real server of " + service.name()));
      }
    }
    for (Resolution.Server server : resolution.servers()) {
      Optional.ofNullable(server.spec())
          .flatMap(spec -> Optional.ofNullable(spec.address()))
          .ifPresent(text -> put(taken, text, "the address of " + server.name()));
    }
    for (Host host : resolution.hosts()) {
      host.addresses().forEach(one -> taken.put(one, "the own address of " + host.name()));
    }
    return taken;
  }

  private static void put(SortedMap<IpAddress, String> taken, String text, String what) {
    Addresses.read(text).ifPresent(address -> taken.putIfAbsent(address, what));
  }
}
