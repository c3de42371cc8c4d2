package dev.lvs.compile;

import dev.lvs.api.v1alpha1.AddressPoolSpec;
import dev.lvs.api.v1alpha1.MarkUse;
import dev.lvs.api.v1alpha1.NamespaceUse;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.ReservedMarks;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.allocate.Quota;
import dev.lvs.compile.resolve.Resolution;
import dev.lvs.compile.rights.NumberRange;
import dev.lvs.compile.rights.PoolRanges;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Firewall marks and amounts in use, as pools grant them. */
final class PoolUses {
  private final SortedMap<Long, SortedSet<String>> marks = new TreeMap<>();
  private final SortedMap<String, Amounts> byNamespace = new TreeMap<>();

  /** Amounts that one namespace takes, and a service by which pools are known to admit it. */
  private static final class Amounts {
    long destinations;
    int given;
    Resolution.@Nullable Service one;
  }

  PoolUses(List<NodePlanSpec> plans, List<Resolution.Service> services) {
    Map<ResourceName, Long> sizes = Quota.sizes(plans);
    sizes.forEach((service, size) -> of(service).destinations += size);
    SortedMap<ResourceName, Long> given = new TreeMap<>();
    for (NodePlanSpec plan : plans) {
      for (PlannedService service : plan.director().services()) {
        if (service.key() instanceof MarkKey key) {
          if (ReservedMarks.isOwn(key.mark())) {
            given.put(service.source(), key.mark());
          } else {
            marks
                .computeIfAbsent(key.mark(), _ -> new TreeSet<>())
                .add(service.source().toString());
          }
        }
      }
    }
    given.keySet().forEach(service -> of(service).given++);
    for (Resolution.Service service : services) {
      Amounts amounts = byNamespace.get(service.name().namespace());
      if (amounts != null) {
        // all of a namespace are admitted by the same pools
        amounts.one = service;
      }
    }
  }

  private Amounts of(ResourceName service) {
    return byNamespace.computeIfAbsent(service.namespace(), _ -> new Amounts());
  }

  List<MarkUse> marks(AddressPoolSpec spec) {
    List<NumberRange> granted = PoolRanges.marks(spec);
    return marks.entrySet().stream()
        .filter(entry -> granted.stream().anyMatch(range -> range.contains(entry.getKey())))
        .flatMap(
            entry -> entry.getValue().stream().map(owner -> new MarkUse(entry.getKey(), owner)))
        .toList();
  }

  /** Returns what takes most comes first. */
  List<NamespaceUse> namespaces(Resolution.Pool pool) {
    return byNamespace.entrySet().stream()
        .filter(entry -> admits(pool, entry.getValue().one))
        .map(
            entry ->
                new NamespaceUse(
                    entry.getKey(),
                    entry.getValue().destinations,
                    entry.getValue().given == 0 ? null : entry.getValue().given))
        .sorted(Comparator.comparing(NamespaceUse::destinations).reversed())
        .toList();
  }

  private static boolean admits(Resolution.Pool pool, Resolution.@Nullable Service service) {
    return service != null && service.pools().contains(pool);
  }
}
