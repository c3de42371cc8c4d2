package dev.lvs.compile.place;

import dev.lvs.api.v1alpha1.VirtualServiceSpec;
import dev.lvs.compile.draft.Draft;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.Resolution.Pool;
import dev.lvs.compile.rights.PoolRanges;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides which entries of a VirtualService may adopt foreign ones: what an admin made by hand is
 * not a tenant's to adopt, unless the pool of its VIP or mark allows it.
 *
 * <p>An entry that may not adopt is planned all the same, and the agent reports the conflict where
 * it finds a foreign one: the right is about the moment of adoption, and what was adopted stays
 * when the right ends.
 */
public final class Adoption {
  private final List<Pool> granting;
  private final Report report;

  /**
   * @param report that has the problems of pools already
   */
  public Adoption(List<Pool> pools, Report report) {
    this.report = report;
    this.granting =
        pools.stream()
            .filter(pool -> pool.isOfVips() && !report.refused(pool.name()))
            .filter(pool -> pool.spec() != null && pool.spec().adoption())
            .toList();
  }

  /** The entries of a draft that may; of the others it is told that they may not. */
  public Set<ServiceKey> of(Draft draft, VirtualServiceSpec spec) {
    if (!spec.adopt()) {
      return Set.of();
    }
    List<Pool> its = granting.stream().filter(draft.service().pools()::contains).toList();
    Set<ServiceKey> granted =
        draft.entries().keySet().stream()
            .filter(entry -> isGranted(entry, draft, spec, its))
            .collect(Collectors.toSet());
    draft.entries().keySet().stream()
        .filter(entry -> !granted.contains(entry))
        .findFirst()
        .ifPresent(
            entry ->
                report.note(
                    draft.name(),
                    "spec.adopt",
                    Reason.ADOPTION_NOT_GRANTED,
                    "No AddressPool lets what somebody else put into the kernel for %s be taken over; remove adopt, or ask an admin to set adoption: true in spec of one."
                        .formatted(entry)));
    return granted;
  }

  private static boolean isGranted(
      ServiceKey entry, Draft draft, VirtualServiceSpec spec, List<Pool> pools) {
    if (entry instanceof ServiceKey.MarkKey mark
        && Long.valueOf(mark.mark()).equals(spec.firewallMark())) {
      return pools.stream()
          .flatMap(pool -> Stream.ofNullable(pool.spec()))
          .flatMap(pool -> PoolRanges.marks(pool).stream())
          .anyMatch(range -> range.contains(mark.mark()));
    }
    return draft.vips(entry).stream().allMatch(vip -> holds(pools, vip));
  }

  private static boolean holds(List<Pool> pools, IpAddress vip) {
    return pools.stream()
        .flatMap(pool -> pool.ranges().stream())
        .anyMatch(range -> range.contains(vip));
  }
}
