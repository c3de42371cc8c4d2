package dev.lvs.compile.allocate;

import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.draft.Term;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.ipvs.Traffic;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.IpAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Allocated claims and their owners, and the agreed terms of VIPs. Claims of different owners do
 * not overlap. A look-up takes O(log n) in the number of claims, however wide the ranges are.
 *
 * <p>Every port of a VIP, which is port 0, leaves single ports to services of the same namespace
 * only: what another namespace took out of it would be taken from its clients.
 */
final class Holdings {
  private final TreeMap<VipPorts, ResourceName> ports = new TreeMap<>();
  private final Map<MarkKey, ResourceName> marks = new HashMap<>();
  private final Map<VipProtocol, TreeMap<String, ResourceName>> namespaces = new HashMap<>();
  private final Map<Term.Subject, String> settled = new HashMap<>();

  private record VipProtocol(IpAddress vip, Protocol protocol) {}

  /**
   * A conflict of a claim with one that is allocated.
   *
   * @param everyPort whether that is because one of the two is every port of a VIP
   */
  record Conflict(ResourceName holder, boolean everyPort) {}

  /** Returns who keeps {@code name} from the claim, if anybody. */
  Optional<Conflict> against(Traffic claim, ResourceName name) {
    return holder(claim)
        .filter(holder -> !holder.equals(name))
        .map(holder -> new Conflict(holder, false))
        .or(
            () ->
                claim instanceof VipPorts wanted
                    ? stranger(wanted, name).map(holder -> new Conflict(holder, true))
                    : Optional.empty());
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
      }
    }
  }

  /** Settles a term, unless that is done already. */
  void put(Term term) {
    settled.putIfAbsent(term.subject(), term.value());
  }

  private Optional<ResourceName> holder(Traffic claim) {
    return switch (claim) {
      case MarkKey mark -> Optional.ofNullable(marks.get(mark));
      case VipPorts wanted ->
          Optional.ofNullable(ports.get(wanted))
              .or(() -> part(wanted, ports.floorEntry(wanted)))
              .or(() -> part(wanted, ports.ceilingEntry(wanted)));
    };
  }

  /** Returns who of another namespace has a port where every port is claimed, or every port. */
  private Optional<ResourceName> stranger(VipPorts wanted, ResourceName name) {
    if (!wanted.isEvery()) {
      return Optional.ofNullable(ports.get(VipPorts.one(wanted.vip(), wanted.protocol(), 0)))
          .filter(holder -> !holder.namespace().equals(name.namespace()));
    }
    TreeMap<String, ResourceName> owners =
        namespaces.getOrDefault(new VipProtocol(wanted.vip(), wanted.protocol()), new TreeMap<>());
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
