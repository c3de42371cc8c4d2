package dev.lvs.agent.model.ipvs;

import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.table.DestinationTable;
import java.util.Map;

/**
 * One entry of the IPVS table with its destinations.
 *
 * @param destinations in the order in which they are to be added, which sh and mh depend on;
 *     equality ignores it, since the kernel dumps in another order
 */
public record VirtualServer(
    ServiceKey key,
    ServiceSettings settings,
    Map<DestinationKey, DestinationSettings> destinations) {
  public VirtualServer {
    destinations = DestinationTable.copyOf(destinations);
  }
}
