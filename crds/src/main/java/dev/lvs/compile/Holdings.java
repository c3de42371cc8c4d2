package dev.lvs.compile;

import dev.lvs.compile.Claim.Ports;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who has which claim, no two of which overlap but those of one owner. A look-up costs the
 * logarithm of their number, however wide the ranges are.
 */
final class Holdings {
  private final TreeMap<Claim, ResourceName> holders = new TreeMap<>(Comparator.naturalOrder());

  /** Who has the claim, or a part of it. */
  Optional<ResourceName> holder(Claim claim) {
    ResourceName same = holders.get(claim);
    if (same != null || !(claim instanceof Ports ports)) {
      return Optional.ofNullable(same);
    }
    return part(ports, holders.floorEntry(claim))
        .or(() -> part(ports, holders.ceilingEntry(claim)));
  }

  void put(Claim claim, ResourceName owner) {
    holders.put(claim, owner);
  }

  private static Optional<ResourceName> part(
      Ports wanted, Map.@Nullable Entry<Claim, ResourceName> neighbour) {
    return neighbour != null && neighbour.getKey() instanceof Ports held && held.overlaps(wanted)
        ? Optional.of(neighbour.getValue())
        : Optional.empty();
  }
}
