package dev.lvs.compile.allocate;

import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.draft.Term;
import dev.lvs.ipvs.MarkedVip;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.ipvs.Traffic;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.IpAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Allocated claims and their owners, and the agreed terms of VIPs. Claims of different owners do
 * not overlap. A look-up takes O(log n) in the number of claims, however wide the ranges are.
 *
 * <p>Every port of a VIP, which is port 0, leaves single ports to services of the same namespace
 * only: what another namespace took out of it would be taken from its clients. So does a VIP to
 * which packets come that carry a mark of users.
 */
final class Holdings {
  private final TreeMap<VipPorts, ResourceName> ports = new TreeMap<>();
  private final Map<MarkKey, ResourceName> marks = new HashMap<>();
  private final Map<VipProtocol, SortedMap<String, ResourceName>> namespaces = new HashMap<>();
  private final Map<IpAddress, SortedMap<String, ResourceName>> ported = new HashMap<>();
  private final Map<IpAddress, SortedMap<String, ResourceName>> marked = new HashMap<>();
  private final Map<Term.Subject, String> settled = new HashMap<>();

  private record VipProtocol(IpAddress vip, Protocol protocol) {}

  /** What two claims have in common that conflict. */
  enum Overlap {
    /** Ports or a mark. */
    SAME,
    /** One of the two is every port of a VIP. */
    EVERY_PORT,
    /** One of the two is packets to a VIP that carry a mark of users. */
    MARKED
  }

  /** A conflict of a claim with one that is allocated. */
  record Conflict(ResourceName holder, Overlap overlap) {}

  /** Returns who keeps {@code name} from the claim, if anybody. */
  Optional<Conflict> against(Traffic claim, ResourceName name) {
    return switch (claim) {
      case MarkKey mark -> other(Optional.ofNullable(marks.get(mark)), name);
      case VipPorts wanted ->
          other(holder(wanted), name)
              .or(
                  () ->
                      stranger(wanted, name)
                          .map(holder -> new Conflict(holder, Overlap.EVERY_PORT)))
              .or(() -> marked(marked, wanted.vip(), name));
      case MarkedVip(var vip, var _) -> marked(ported, vip, name);
    };
  }

  private static Optional<Conflict> other(Optional<ResourceName> holder, ResourceName name) {
    return holder.filter(it -> !it.equals(name)).map(it -> new Conflict(it, Overlap.SAME));
  }

  private static Optional<Conflict> marked(
      Map<IpAddress, SortedMap<String, ResourceName>> owners, IpAddress vip, ResourceName name) {
    return stranger(owners.getOrDefault(vip, new TreeMap<>()), name)
        .map(holder -> new Conflict(holder, Overlap.MARKED));
  }

  /** Returns what is settled otherwise than the term says. */
  Optional<String> against(Term term) {
    return Optional.ofNullable(settled.get(term.subject()))
        .filter(value -> !value.equals(term.value()));
  }

  void put(Traffic claim, ResourceName owner) {
    switch (claim) {
      case MarkKey mark -> marks.put(mark, owner);
      case VipPorts taken -> {
        ports.put(taken, owner);
        namespaces
            .computeIfAbsent(new VipProtocol(taken.vip(), taken.protocol()), _ -> new TreeMap<>())
            .putIfAbsent(owner.namespace(), owner);
        put(ported, taken.vip(), owner);
      }
      case MarkedVip(var vip, var _) -> put(marked, vip, owner);
    }
  }

  private static void put(
      Map<IpAddress, SortedMap<String, ResourceName>> owners, IpAddress vip, ResourceName owner) {
    owners.computeIfAbsent(vip, _ -> new TreeMap<>()).putIfAbsent(owner.namespace(), owner);
  }

  /** Settles a term, unless that is done already. */
  void put(Term term) {
    settled.putIfAbsent(term.subject(), term.value());
  }

  private Optional<ResourceName> holder(VipPorts wanted) {
    return Optional.ofNullable(ports.get(wanted))
        .or(() -> part(wanted, ports.floorEntry(wanted)))
        .or(() -> part(wanted, ports.ceilingEntry(wanted)));
  }

  /** Returns who of another namespace has a port where every port is claimed, or every port. */
  private Optional<ResourceName> stranger(VipPorts wanted, ResourceName name) {
    if (!wanted.isEvery()) {
      return Optional.ofNullable(ports.get(VipPorts.one(wanted.vip(), wanted.protocol(), 0)))
          .filter(holder -> !holder.namespace().equals(name.namespace()));
    }
    return stranger(
        namespaces.getOrDefault(new VipProtocol(wanted.vip(), wanted.protocol()), new TreeMap<>()),
        name);
  }

  private static Optional<ResourceName> stranger(
      SortedMap<String, ResourceName> owners, ResourceName name) {
    return owners.entrySet().stream()
        .filter(owner -> !owner.getKey().equals(name.namespace()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static Optional<ResourceName> part(
      VipPorts wanted, Map.@Nullable Entry<VipPorts, ResourceName> neighbour) {
    return neighbour != null && neighbour.getKey().overlaps(wanted)
        ? Optional.of(neighbour.getValue())
        : Optional.empty();
  }
}
