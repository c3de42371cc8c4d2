package dev.lvs.compile.resolve;

import dev.lvs.api.v1alpha1.PoolLimits;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.resolve.Resolution.Pool;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The pools that admit a namespace, one object for all its services. */
public final class AdmittingPools {
  private final List<Pool> pools;
  private final Set<ResourceName> names;
  private final PoolLimits limits;

  /** Of {@code pools}, sorted by name. */
  AdmittingPools(List<Pool> pools) {
    this.pools = List.copyOf(pools);
    this.names = pools.stream().map(Pool::name).collect(Collectors.toUnmodifiableSet());
    this.limits =
        pools.stream()
            .filter(Pool::isOfVips)
            .flatMap(pool -> Stream.ofNullable(pool.spec()))
            .map(spec -> spec.limits() == null ? PoolLimits.DEFAULT : spec.limits())
            .reduce(AdmittingPools::most)
            .orElse(PoolLimits.DEFAULT);
  }

  /** Whether a pool of the same resolution is one of them. */
  public boolean contains(Pool pool) {
    return names.contains(pool.name());
  }

  /** The most that one of them grants, of each thing. */
  public PoolLimits limits() {
    return limits;
  }

  private static PoolLimits most(PoolLimits one, PoolLimits other) {
    return new PoolLimits(
        Math.max(one.destinations(), other.destinations()),
        Math.max(one.firewallMarks(), other.firewallMarks()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AdmittingPools those && pools.equals(those.pools);
  }

  @Override
  public int hashCode() {
    return names.hashCode();
  }

  @Override
  public String toString() {
    return pools.toString();
  }
}
