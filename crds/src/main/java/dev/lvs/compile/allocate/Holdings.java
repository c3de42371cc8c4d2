package dev.lvs.compile.allocate;

import dev.lvs.api.v1alpha1.Protocol;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.draft.Claim;
import dev.lvs.compile.draft.Claim.Ports;
import dev.lvs.compile.draft.Term;
import dev.lvs.net.IpAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who has which claim, no two of which overlap but those of one owner, and what is settled about
 * VIPs. A look-up costs the logarithm of their number, however wide the ranges are.
 *
 * <p>Every port of a VIP, which is port 0, leaves single ports to services of the same namespace
 * only: what another namespace took out of it would be taken from its clients.
 */
final class Holdings {
  private final TreeMap<Claim, ResourceName> holders = new TreeMap<>(Comparator.naturalOrder());
  private final Map<VipProtocol, TreeMap<String, ResourceName>> namespaces = new HashMap<>();
  private final Map<Term.Subject, String> settled = new HashMap<>();

  private record VipProtocol(IpAddress vip, Protocol protocol) {}

  /**
   * Who keeps somebody from a claim.
   *
   * @param everyPort whether that is because one of the two is every port of a VIP
   */
  record Conflict(ResourceName holder, boolean everyPort) {}

  /** Who keeps {@code name} from the claim, if anybody. */
  Optional<Conflict> against(Claim claim, ResourceName name) {
    return holder(claim)
        .filter(holder -> !holder.equals(name))
        .map(holder -> new Conflict(holder, false))
        .or(
            () ->
                claim instanceof Ports ports
                    ? stranger(ports, name).map(holder -> new Conflict(holder, true))
                    : Optional.empty());
  }

  /** What is settled otherwise than the term says. */
  Optional<String> against(Term term) {
    return Optional.ofNullable(settled.get(term.subject()))
        .filter(value -> !value.equals(term.value()));
  }

  void put(Claim claim, ResourceName owner) {
    holders.put(claim, owner);
    if (claim instanceof Ports ports) {
      namespaces
          .computeIfAbsent(new VipProtocol(ports.vip(), ports.protocol()), _ -> new TreeMap<>())
          .putIfAbsent(owner.namespace(), owner);
    }
  }

  /** Settles a term, unless that is done already. */
  void put(Term term) {
    settled.putIfAbsent(term.subject(), term.value());
  }

  private Optional<ResourceName> holder(Claim claim) {
    ResourceName same = holders.get(claim);
    if (same != null || !(claim instanceof Ports ports)) {
      return Optional.ofNullable(same);
    }
    return part(ports, holders.floorEntry(claim))
        .or(() -> part(ports, holders.ceilingEntry(claim)));
  }

  /** Who of another namespace has a port where every port is claimed, or every port. */
  private Optional<ResourceName> stranger(Ports ports, ResourceName name) {
    if (!ports.isEvery()) {
      return Optional.ofNullable(holders.get(Ports.one(ports.vip(), ports.protocol(), 0)))
          .filter(holder -> !holder.namespace().equals(name.namespace()));
    }
    TreeMap<String, ResourceName> owners =
        namespaces.getOrDefault(new VipProtocol(ports.vip(), ports.protocol()), new TreeMap<>());
    return owners.entrySet().stream()
        .filter(owner -> !owner.getKey().equals(name.namespace()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static Optional<ResourceName> part(
      Ports wanted, Map.@Nullable Entry<Claim, ResourceName> neighbour) {
    return neighbour != null && neighbour.getKey() instanceof Ports held && held.overlaps(wanted)
        ? Optional.of(neighbour.getValue())
        : Optional.empty();
  }
}
