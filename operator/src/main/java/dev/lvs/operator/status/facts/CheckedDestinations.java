package dev.lvs.operator.status.facts;

import dev.lvs.api.v1alpha1.PlannedCheck;
import dev.lvs.api.v1alpha1.PlannedHealth;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.ResourceName;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Destinations that plans have checked, by virtual service. */
final class CheckedDestinations {
  /** Services whose every destination is checked. */
  private final Set<ResourceName> whole = new HashSet<>();

  /** Addresses that have a check of their own. */
  private final Map<ResourceName, Set<String>> single = new HashMap<>();

  void read(PlannedService service) {
    PlannedHealth health = service.health();
    if (health == null) {
      return;
    }
    if (health.check() != null) {
      whole.add(service.source());
    }
    for (PlannedCheck one : health.overrides()) {
      single.computeIfAbsent(service.source(), _ -> new HashSet<>()).add(one.address().toString());
    }
  }

  /** Returns whether any destination of {@code service} is checked. */
  boolean anyOf(ResourceName service) {
    return whole.contains(service) || single.containsKey(service);
  }

  /** Returns whether a real server with these addresses is checked in {@code service}. */
  boolean isChecked(ResourceName service, Collection<String> addresses) {
    return whole.contains(service)
        || addresses.stream().anyMatch(single.getOrDefault(service, Set.of())::contains);
  }
}
