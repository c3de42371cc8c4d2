package dev.lvs.agent.plan;

import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.plan.draft.Servers;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.table.DestinationTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Maps destinations of services to IPVS entries. The same real servers are in many services: a
 * table equal to that of the service before is the same object.
 */
final class Destinations {
  private final Map<DestinationSettings, DestinationSettings> settings = new HashMap<>();
  private List<PlannedDestination> planned = List.of();
  private DestinationTable<DestinationSettings> inKernel = DestinationTable.empty();

  /** Those of one service, in the order of the plan. */
  Map<DestinationKey, DestinationSettings> of(PlannedService service) {
    if (!service.destinations().equals(planned)) {
      planned = service.destinations();
      DestinationTable<DestinationSettings> next = inKernel();
      inKernel = next.isInOrderOf(inKernel) ? inKernel : next;
    }
    return inKernel;
  }

  /**
   * The same virtual server, where mh goes on to hash clients to those of weight 0 by the weight
   * that they have in the plan, and to none that the plan does not have: so a director that never
   * had these hashes as one on which they are drained.
   */
  static VirtualServer rested(
      VirtualServer server, Map<DestinationKey, DestinationSettings> planned) {
    Map<DestinationKey, Integer> resting = new HashMap<>();
    planned.forEach(
        (key, whole) -> {
          DestinationSettings now = server.destinations().get(key);
          if (now != null && now.weight() == 0 && whole.weight() > 0) {
            resting.put(key, whole.weight());
          }
        });
    return resting.isEmpty() ? server : server.withResting(resting);
  }

  private DestinationTable<DestinationSettings> inKernel() {
    DestinationTable.Builder<DestinationSettings> all =
        new DestinationTable.Builder<>(planned.size());
    for (PlannedDestination one : planned) {
      all.put(Servers.key(one), settings.computeIfAbsent(Servers.settings(one), same -> same));
    }
    return all.build();
  }
}
