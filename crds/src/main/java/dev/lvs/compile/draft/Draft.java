package dev.lvs.compile.draft;

import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.PlannedCheck;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.ReservedMarks;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.VirtualServiceSpec;
import dev.lvs.compile.resolve.Resolution;
import dev.lvs.compile.resolve.Resolution.Group;
import dev.lvs.compile.rights.Rights;
import dev.lvs.ipvs.MarkedVip;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.ipvs.Traffic;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.IpAddress;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A valid VirtualService, compiled but not yet placed on nodes.
 *
 * @param vips its VIPs
 * @param entries its part of the IPVS table, the same on every director
 * @param marks the mark that packets to these ports are given
 */
public record Draft(
    Resolution.Service service,
    Group group,
    SortedSet<IpAddress> vips,
    SortedMap<ServiceKey, Entry> entries,
    SortedMap<VipPorts, Long> marks) {
  public Draft {
    vips = Collections.unmodifiableSortedSet(new TreeSet<>(vips));
    entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    marks = Collections.unmodifiableSortedMap(new TreeMap<>(marks));
  }

  public ResourceName name() {
    return service.name();
  }

  /** Everything that it needs for itself, ports before marks and those to VIPs. */
  public List<Traffic> claims() {
    SortedSet<VipPorts> ports = new TreeSet<>(marks.keySet());
    SortedSet<MarkKey> ofMarks = new TreeSet<>();
    for (ServiceKey key : entries.keySet()) {
      switch (key) {
        case AddressKey one -> ports.add(one.traffic());
        case MarkKey one -> ofMarks.add(one);
      }
    }
    Stream<Traffic> ofVips =
        ofMarks.stream()
            .filter(key -> !ReservedMarks.isOwn(key.mark()))
            .flatMap(key -> vips(key).stream().map(vip -> new MarkedVip(vip, key.mark())));
    return Stream.of(ports.stream(), ofMarks.stream(), ofVips)
        .<Traffic>flatMap(claims -> claims)
        .toList();
  }

  /** Returns what it needs to be alike in all services of its VIPs. */
  public NavigableSet<Term> terms() {
    NavigableSet<Term> terms = new TreeSet<>();
    VirtualServiceSpec spec = service.spec();
    for (IpAddress vip : vips) {
      if (Rights.announces(group.spec())) {
        terms.add(new Term(vip, Term.Topic.GROUP, group.name().name()));
      }
      if (spec != null && spec.firewallMark() != null) {
        boolean rewritten = spec.forwarding().method() == ForwardingMode.FULLNAT;
        terms.add(
            new Term(vip, Term.Topic.MARKED_SOURCES, Term.sources(rewritten, service.localPool())));
      }
    }
    return terms;
  }

  /** The VIPs whose packets an entry gets. */
  public List<IpAddress> vips(ServiceKey entry) {
    return switch (entry) {
      case AddressKey key -> List.of(key.address());
      case MarkKey(var family, var _) ->
          vips.stream().filter(vip -> vip.family() == family).toList();
    };
  }

  /**
   * The destinations of one claim.
   *
   * @param sorryServer that stands in for them; it is none of them
   * @param checks of those that have a health check of their own
   * @param leftOut sources whose destination cannot be computed, so that the last good one stays
   */
  public record Entry(
      List<PlannedDestination> destinations,
      Optional<PlannedDestination> sorryServer,
      List<PlannedCheck> checks,
      SortedSet<ResourceName> leftOut) {
    public Entry {
      destinations = List.copyOf(destinations);
      checks = List.copyOf(checks);
    }

    /** All that packets may be sent to: the destinations, and behind them the sorry server. */
    public List<PlannedDestination> all() {
      return Stream.concat(destinations.stream(), sorryServer.stream()).toList();
    }
  }
}
