package dev.lvs.compile.allocate;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PersistenceMode;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.PoolLimits;
import dev.lvs.api.v1alpha1.ReservedMarks;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.VirtualServiceSpec;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.Resolution;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Allocates firewall marks to VirtualServices: one each, the same for both families and on every
 * director, and kept as long as the service needs one.
 *
 * <p>They lie in 0x1000 to 0x10ff, but for the two multiples of 128, which others set. IPVS
 * compares all 32 bits, and the packet goes on through the rules of others with the mark, so none
 * may have a meaning there: kube-proxy reads 0x4000 and 0x8000, the portmap plugin 0x2000 (it
 * masquerades), Calico 0xffff0000, Cilium 0x0f00. That leaves 0x1000 and the lower byte. Azure NPM
 * has 0x1000 too, and compares it whole; the VPC CNI of AWS takes 0x80 for a choice of routing
 * table, and what is for a VIP is in the table before that. Others that fill the IPVS table count
 * through them (keepalived from 1000, Seesaw from 256), and are not run beside this. Users cannot
 * name one of them ({@link ReservedMarks}).
 */
public final class Marks {
  private static final int HALF = 0x7f;

  /** Number of marks that services can be given. */
  public static final int COUNT = 2 * HALF;

  private final Map<ResourceName, Long> given = new HashMap<>();
  private final Set<Long> taken = new HashSet<>();
  private final Map<String, Integer> byNamespace = new HashMap<>();

  private Marks() {}

  /**
   * Gives them out; nothing depends on the order of the services.
   *
   * @param previous the plans in force, whose marks stay
   * @param refused the services that are going to be refused: these are last in line
   * @param report that says what is refused, which takes none
   */
  public static Marks give(
      Resolution resolution,
      List<NodePlanSpec> previous,
      Set<ResourceName> refused,
      Report report) {
    Marks marks = new Marks();
    Map<ResourceName, Long> before = before(previous);
    for (Resolution.Service service : resolution.services()) {
      Long mark = before.get(service.name());
      // also where it is refused now: then its last good version stays, with its mark
      if (mark != null && isOne(mark) && marks.taken.add(mark)) {
        marks.put(service.name(), mark);
      }
    }
    resolution.services().stream()
        .sorted(Comparator.comparing(service -> refused.contains(service.name())))
        .filter(service -> !report.refused(service.name()))
        .filter(service -> service.spec() != null && needsOne(service.spec()))
        .forEach(marks::give);
    return marks;
  }

  /** Returns whether a service is reached by a mark that is not its user's: for PFMC, or ranges. */
  public static boolean needsOne(VirtualServiceSpec spec) {
    PersistenceMode mode = spec.persistence() == null ? null : spec.persistence().mode();
    return spec.firewallMark() == null
        && mode != PersistenceMode.PCC
        && (mode == PersistenceMode.PFMC
            || spec.ports().stream().anyMatch(port -> port.endPort() != null));
  }

  /** The mark of a service that needs one; empty when there are none left. */
  public Optional<Long> of(ResourceName service) {
    return Optional.ofNullable(given.get(service));
  }

  /** Returns whether there are none left. */
  public boolean areGone() {
    return taken.size() == COUNT;
  }

  private void give(Resolution.Service service) {
    ResourceName name = service.name();
    if (given.containsKey(name) || hasItsShare(service)) {
      return;
    }
    // begins at a place of the name's own, so that few services depend on one another
    int start = Math.floorMod(name.toString().hashCode(), COUNT);
    for (int i = 0; i < COUNT; i++) {
      long mark = numbered((start + i) % COUNT);
      if (taken.add(mark)) {
        put(name, mark);
        return;
      }
    }
  }

  /** That of a number from 0 to {@link #COUNT} - 1. */
  private static long numbered(int number) {
    return ReservedMarks.FIRST_OWN + number + (number < HALF ? 1 : 2);
  }

  private static boolean isOne(long mark) {
    return ReservedMarks.isOwn(mark) && mark % (HALF + 1) != 0;
  }

  private void put(ResourceName service, long mark) {
    given.put(service, mark);
    byNamespace.merge(service.namespace(), 1, Integer::sum);
  }

  /** Returns whether the namespace has as many as it may. */
  public boolean hasItsShare(Resolution.Service service) {
    return byNamespace.getOrDefault(service.name().namespace(), 0)
        >= Quota.limit(service, PoolLimits::firewallMarks);
  }

  private static Map<ResourceName, Long> before(List<NodePlanSpec> previous) {
    Map<ResourceName, Long> marks = new HashMap<>();
    for (NodePlanSpec plan : previous) {
      for (PlannedService service : plan.director().services()) {
        if (service.key() instanceof MarkKey key) {
          marks.putIfAbsent(service.source(), key.mark());
        }
      }
    }
    return marks;
  }
}
