package dev.lvs.compile.rights;

import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.HealthCheck;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.HostAddress;
import dev.lvs.compile.resolve.Resolution;
import dev.lvs.compile.resolve.Resolution.Host;
import dev.lvs.compile.resolve.Resolution.Pool;
import dev.lvs.compile.resolve.Resolution.Service;
import dev.lvs.ipvs.Protocol;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private final RangeIndex<Pool> localAddresses = new RangeIndex<>();
  private final Map<IpAddress, Host> hosts = new HashMap<>();
  private final Map<IpAddress, SortedSet<ResourceName>> vips = new HashMap<>();
  private final Set<ResourceName> obstructing = new HashSet<>();
  private final Set<Held> inForce = new HashSet<>();
  private boolean unreadable;

  /** Packets that an entry in force may send, as far as pools can be read. */
  private record Held(
      ResourceName service, IpAddress address, ForwardingMode method, List<Reach> reached) {}

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
        if (!report.refused(pool.name())) {
          localAddresses.add(pool, pool.ranges());
        }
        continue;
      }
      if (pool.spec() == null || report.refused(pool.name())) {
        Grant grant = new Grant(pool, List.of(), Optional.empty());
        grants.add(grant);
        byVip.addEverywhere(grant);
        unreadable = true;
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
    obstructing.clear();
  }

  /** Returns whether somebody has lost a real server to a VIP of the service. */
  public boolean isObstructing(ResourceName service) {
    return obstructing.contains(service);
  }

  /**
   * Returns whether a pool that admits the namespace grants a mark, as far as pools can be read.
   */
  public boolean grants(Service service, long mark) {
    return grants.stream()
        .anyMatch(grant -> grant.mayHold(mark) && service.pools().contains(grant.pool()));
  }

  /**
   * Returns what an entry of a plan in force may go on with: a pool that cannot be read counts as
   * one that lets it.
   */
  public Allowance held(Service service, Taken taken) {
    return allowance(service, taken, true);
  }

  /**
   * Returns what an entry may do with its packets: a pool that cannot be read counts only for what
   * is in force, and gives nothing new.
   */
  public Allowance allowance(Service service, Taken taken) {
    return allowance(service, taken, false);
  }

  private Allowance allowance(Service service, Taken taken, boolean held) {
    Stream<List<Grant>> ofVips =
        taken.vips().stream()
            .map(vip -> byVip.holding(vip).stream().filter(it -> admits(it, service)).toList());
    Stream<List<Grant>> ofMark =
        taken.mark().stream()
            .map(
                mark ->
                    grants.stream().filter(it -> it.mayHold(mark) && admits(it, service)).toList());
    return new Allowance(service, Stream.concat(ofVips, ofMark).distinct().toList(), held);
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
    private final boolean held;

    private Allowance(Service service, List<List<Grant>> things, boolean held) {
      this.service = service;
      this.things = things;
      this.held = held;
    }

    /**
     * Returns why a health check may not ask what it asks, if so, as the rest of a sentence. Probes
     * go where clients could be sent, and nowhere else.
     *
     * @param server whom it asks unless it says another
     * @param reached the ports of the clients, for a check that names none
     */
    public Optional<String> lackOfProbe(
        HealthCheck check, IpAddress server, ForwardingMode method, Supplier<List<Reach>> reached) {
      if (!check.asksElsewhere()) {
        return Optional.empty();
      }
      IpAddress asked =
          Optional.ofNullable(check.address()).flatMap(IpAddress::read).orElse(server);
      if (check.address() != null && service.vips().contains(asked)) {
        return Optional.of(
            "has a health check that asks %s, which is its VIP and so the director itself; write through: forwarding instead of the address."
                .formatted(asked));
      }
      Integer port = check.port();
      Protocol protocol = check.udp() == null && check.dns() == null ? Protocol.TCP : Protocol.UDP;
      return lack(
              asked, method, port == null ? reached : () -> List.of(Reach.of(protocol, port, port)))
          .map(why -> "has a health check that asks %s, %s.".formatted(asked, why));
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
      Optional<Host> node = Optional.ofNullable(hosts.get(place));
      Optional<String> directors =
          vip(address)
              .or(() -> vip(place))
              .or(() -> node.isPresent() ? Optional.empty() : localAddress(place));
      if (directors.isPresent()) {
        return directors;
      }
      ServerTerms.Target target =
          new ServerTerms.Target(
              address, place, node, method, node.isPresent() ? reached.get() : List.of());
      Optional<Held> before =
          unreadable
              ? Optional.of(new Held(service.name(), address, method, reached.get()))
              : Optional.empty();
      boolean stays = held || before.filter(inForce::contains).isPresent();
      Optional<String> lack =
          things.stream().flatMap(holding -> lack(holding, target, stays).stream()).findFirst();
      if (held && lack.isEmpty()) {
        before.ifPresent(inForce::add);
      }
      return lack;
    }

    private Optional<String> localAddress(IpAddress address) {
      return localAddresses.holding(address).stream()
          .findFirst()
          .map(
              pool ->
                  "which is in %s, whose addresses directors use as local addresses; use another"
                      .formatted(pool.name()));
    }

    private Optional<String> vip(IpAddress address) {
      SortedSet<ResourceName> owners = vips.get(address);
      return owners == null
          ? Optional.empty()
          : owners.stream()
              .filter(owner -> !owner.equals(service.name()))
              .peek(obstructing::add)
              .findFirst()
              .map(
                  owner ->
                      "which is a VIP of %s; write the addresses of its real servers instead"
                          .formatted(owner.seenBy(service.name())));
    }

    private static Optional<String> lack(
        List<Grant> holding, ServerTerms.Target target, boolean stays) {
      Optional<String> first = Optional.empty();
      for (Grant grant : holding) {
        if (grant.terms().isEmpty() && !stays) {
          continue;
        }
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
