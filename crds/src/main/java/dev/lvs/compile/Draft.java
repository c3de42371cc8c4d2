package dev.lvs.compile;

import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.compile.Resolution.Group;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * A VirtualService that keeps its rules, worked out but not yet placed on nodes.
 *
 * @param entries its part of the IPVS table, the same on every director
 */
record Draft(Resolution.Service service, Group group, SortedMap<Claim, Entry> entries) {

  ResourceName name() {
    return service.name();
  }

  /**
   * The destinations of one claim.
   *
   * @param leftOut sources whose destination cannot be worked out, so that the last good one stays
   */
  record Entry(List<PlannedDestination> destinations, SortedSet<ResourceName> leftOut) {
    Entry {
      destinations = List.copyOf(destinations);
    }
  }
}
