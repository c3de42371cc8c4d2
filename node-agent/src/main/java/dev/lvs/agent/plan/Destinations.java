package dev.lvs.agent.plan;

import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.SharedMaps;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.ipvs.DestinationKey;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Maps destinations of services to IPVS entries. The same real servers are in many services: equal
 * parts are one shared object, and a list equal to that of the service before is not processed
 * again.
 */
final class Destinations {
  private final Map<DestinationKey, DestinationKey> keys = new HashMap<>();
  private final SharedMaps<DestinationKey, DestinationSettings> maps = new SharedMaps<>();

  /** What the destination before had: most have the same. */
  private DestinationSettings usual =
      new DestinationSettings(new ForwardingMethod.Masquerade(), 1, 0, 0);

  private List<PlannedDestination> planned = List.of();
  private Map<DestinationKey, DestinationSettings> inKernel = Map.of();

  /** Those of one service, in the order of the plan. */
  Map<DestinationKey, DestinationSettings> of(PlannedService service) {
    if (!service.destinations().equals(planned)) {
      planned = service.destinations();
      inKernel = maps.copyOf(inKernel());
    }
    return inKernel;
  }

  private Map<DestinationKey, DestinationSettings> inKernel() {
    Map<DestinationKey, DestinationSettings> all = LinkedHashMap.newLinkedHashMap(planned.size());
    for (PlannedDestination destination : planned) {
      usual = Servers.settings(destination, usual);
      all.put(keys.computeIfAbsent(Servers.key(destination), same -> same), usual);
    }
    return all;
  }
}
