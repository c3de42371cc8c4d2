package dev.lvs.compile.resolve;

import dev.lvs.api.v1alpha1.PoolLimits;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.resolve.Resolution.Pool;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The pools that admit a namespace, one object for all its services.
 *
 * @param open the names of those that admit every namespace, one object for all of these
 * @param selecting the names of those that select this one
 * @param most the most of each thing that one of them grants; empty where none is of VIPs
 */
public record AdmittingPools(
    Set<ResourceName> open, Set<ResourceName> selecting, Optional<PoolLimits> most) {
  public AdmittingPools {
    open = Set.copyOf(open);
    selecting = Set.copyOf(selecting);
  }

  /** Those that admit every namespace. */
  static AdmittingPools of(List<Pool> open) {
    return new AdmittingPools(names(open), Set.of(), most(open.stream()));
  }

  /** With those that select one namespace. */
  AdmittingPools and(List<Pool> pools) {
    Optional<PoolLimits> all =
        Stream.concat(most.stream(), most(pools.stream()).stream()).reduce(AdmittingPools::most);
    return new AdmittingPools(open, names(pools), all);
  }

  /** Returns whether a pool of the same resolution is one of them. */
  public boolean contains(Pool pool) {
    return open.contains(pool.name()) || selecting.contains(pool.name());
  }

  /** The most that one of them grants, of each thing. */
  public PoolLimits limits() {
    return most.orElse(PoolLimits.DEFAULT);
  }

  private static Set<ResourceName> names(List<Pool> pools) {
    return pools.stream().map(Pool::name).collect(Collectors.toUnmodifiableSet());
  }

  private static Optional<PoolLimits> most(Stream<Pool> pools) {
    return pools
        .filter(Pool::isOfVips)
        .flatMap(pool -> Stream.ofNullable(pool.spec()))
        .map(spec -> spec.limits() == null ? PoolLimits.DEFAULT : spec.limits())
        .reduce(AdmittingPools::most);
  }

  private static PoolLimits most(PoolLimits one, PoolLimits other) {
    return new PoolLimits(
        Math.max(one.destinations(), other.destinations()),
        Math.max(one.firewallMarks(), other.firewallMarks()));
  }
}
