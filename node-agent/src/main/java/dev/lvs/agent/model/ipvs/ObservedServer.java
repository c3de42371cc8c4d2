package dev.lvs.agent.model.ipvs;

import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.table.DestinationTable;
import java.util.Map;

/**
 * Snapshot of a virtual server, with its connections.
 *
 * @param server with its destinations in the order of the kernel's dump, newest first
 * @param statistics of all its destinations, also of those that were removed
 * @param counters of each destination; none counts as no connections
 */
public record ObservedServer(
    VirtualServer server,
    Statistics statistics,
    Map<DestinationKey, DestinationCounters> counters) {
  public ObservedServer {
    counters = DestinationTable.copyOf(counters);
  }

  public DestinationCounters counters(DestinationKey destination) {
    return counters.getOrDefault(destination, DestinationCounters.NONE);
  }
}
