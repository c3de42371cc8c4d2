package dev.lvs.compile.rights;

import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.HostAddress;
import dev.lvs.compile.resolve.Resolution;
import dev.lvs.compile.resolve.Resolution.Host;
import dev.lvs.compile.resolve.Resolution.Pool;
import dev.lvs.compile.resolve.Resolution.Service;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Grants of targets to which traffic may be sent, and of marks that may be named.
 *
 * <p>Each VIP and each mark that an entry takes comes from a pool that admits the namespace, and
 * such a pool has to let the traffic go there ({@link ServerTerms}). VIPs of other services are no
 * real servers whatever pools say: a director that has one does not send packets to itself again.
 */
public final class ServerGrants {
  private final List<Grant> grants = new ArrayList<>();
  private final RangeIndex<Grant> byVip = new RangeIndex<>();
  private final Map<IpAddress, Host> hosts = new HashMap<>();
  private final Map<IpAddress, SortedSet<ResourceName>> vips = new HashMap<>();

  /**
   * A pool of VIPs and marks.
   *
   * @param terms empty where it cannot be read, so that it revokes nothing
   */
  private record Grant(Pool pool, List<NumberRange> marks, Optional<ServerTerms> terms) {
    boolean mayHold(long mark) {
      return terms.isEmpty() || marks.stream().anyMatch(range -> range.contains(mark));
    }
  }

  /**
   * VIPs and mark whose packets an entry takes.
   *
   * @param vips those whose packets it gets
   * @param mark the one that users set themselves, if so
   */
  public record Taken(List<IpAddress> vips, Optional<Long> mark) {}

  /**
   * @param report that has the problems of pools already
   */
  public ServerGrants(Resolution resolution, Report report) {
    for (Host host : resolution.hosts()) {
      host.addresses().forEach(address -> hosts.putIfAbsent(address, host));
      host.others().forEach(address -> hosts.putIfAbsent(address, host));
    }
    for (Pool pool : resolution.pools()) {
      if (pool.spec() != null && !pool.isOfVips()) {
        continue;
      }
      if (pool.spec() == null || report.refused(pool.name())) {
        Grant unreadable = new Grant(pool, List.of(), Optional.empty());
        grants.add(unreadable);
        byVip.addEverywhere(unreadable);
      } else {
        Grant grant =
            new Grant(pool, PoolRanges.marks(pool.spec()), Optional.of(ServerTerms.of(pool)));
        grants.add(grant);
        byVip.add(grant, pool.ranges());
      }
    }
  }

  /** Counts an address as a VIP of a service. */
  public void add(IpAddress vip, ResourceName owner) {
    vips.computeIfAbsent(vip, _ -> new TreeSet<>()).add(owner);
  }

  /** Counts no address as a VIP any more. */
  public void clear() {
    vips.clear();
  }

  /**
   * Returns whether a pool that admits the namespace grants a mark, as far as pools can be read.
   */
  public boolean grants(Service service, long mark) {
    return grants.stream()
        .anyMatch(grant -> grant.mayHold(mark) && service.pools().contains(grant.pool()));
  }

  /** Returns what an entry may do with its packets. */
  public Allowance allowance(Service service, Taken taken) {
    Stream<List<Grant>> ofVips =
        taken.vips().stream()
            .map(vip -> byVip.holding(vip).stream().filter(it -> admits(it, service)).toList());
    Stream<List<Grant>> ofMark =
        taken.mark().stream()
            .map(
                mark ->
                    grants.stream().filter(it -> it.mayHold(mark) && admits(it, service)).toList());
    return new Allowance(service, Stream.concat(ofVips, ofMark).distinct().toList());
  }

  private static boolean admits(Grant grant, Service service) {
    return service.pools().contains(grant.pool());
  }

  /**
   * Permission of one entry: for each VIP and mark that it takes, one pool has to let packets go
   * there.
   */
  public final class Allowance {
    private final Service service;
    private final List<List<Grant>> things;

    private Allowance(Service service, List<List<Grant>> things) {
      this.service = service;
      this.things = things;
    }

    /**
     * Returns why packets may not go somewhere, if so, as the rest of a sentence with the remedy.
     *
     * @param reached the ports, asked only where it is a node
     */
    public Optional<String> lack(
        IpAddress address, ForwardingMode method, Supplier<List<Reach>> reached) {
      IpAddress place = ClosedPlaces.embedded(address).orElse(address);
      if (!HostAddress.canBeServer(place)) {
        return Optional.of(
            "which leads to %s, where no real server is; use another".formatted(place));
      }
      Optional<String> vip = vip(address).or(() -> vip(place));
      if (vip.isPresent()) {
        return vip;
      }
      Optional<Host> node = Optional.ofNullable(hosts.get(place));
      ServerTerms.Target target =
          new ServerTerms.Target(
              address, place, node, method, node.isPresent() ? reached.get() : List.of());
      return things.stream().flatMap(holding -> lack(holding, target).stream()).findFirst();
    }

    private Optional<String> vip(IpAddress address) {
      SortedSet<ResourceName> owners = vips.get(address);
      return owners == null
          ? Optional.empty()
          : owners.stream()
              .filter(owner -> !owner.equals(service.name()))
              .findFirst()
              .map(
                  owner ->
                      "which is a VIP of %s; write the addresses of its real servers instead"
                          .formatted(owner.seenBy(service.name())));
    }

    private static Optional<String> lack(List<Grant> holding, ServerTerms.Target target) {
      Optional<String> first = Optional.empty();
      for (Grant grant : holding) {
        Optional<String> lack = grant.terms().flatMap(terms -> terms.lack(target));
        if (lack.isEmpty()) {
          return lack;
        }
        first = first.or(() -> lack);
      }
      return first;
    }
  }
}
