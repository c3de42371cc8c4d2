package dev.lvs.compile.place;

import dev.lvs.api.v1alpha1.PlannedLease;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.Resolution.Group;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Leases of VIPs that are kept for a VirtualService with a mistake: their groups and nodes have
 * none, so that a cordon or another profile reaches these VIPs too.
 */
final class KeptLeases {
  private final Map<String, Group> groups = new HashMap<>();

  KeptLeases(List<Group> all, Report report) {
    all.stream()
        .filter(group -> group.spec() != null && !report.refused(group.name()))
        .forEach(group -> groups.put(LeasePlacement.name(group), group));
  }

  /** Returns a Lease as its group wants it now; as it was where the group does not say. */
  PlannedLease now(PlannedLease before, String node) {
    return Optional.ofNullable(groups.get(before.name()))
        .flatMap(
            group ->
                group.hosts().stream()
                    .filter(host -> host.name().name().equals(node))
                    .findFirst()
                    .flatMap(host -> LeasePlacement.of(group, host)))
        .orElse(before);
  }
}
