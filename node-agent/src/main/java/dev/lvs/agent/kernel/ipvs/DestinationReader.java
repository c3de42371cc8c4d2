package dev.lvs.agent.kernel.ipvs;

import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.SharedMaps;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the destinations of virtual servers, one server after the other. The same real servers
 * occur in many: equal parts are one shared object, and nothing is allocated for destinations equal
 * to those of the server before.
 */
public final class DestinationReader {
  private final IpvsTable table;
  private final Map<DestinationKey, DestinationKey> pool = new HashMap<>();
  private final SharedMaps<DestinationKey, DestinationSettings> maps = new SharedMaps<>();
  private Map<DestinationKey, DestinationSettings> likely = Map.of();

  public DestinationReader(IpvsTable table) {
    this.table = table;
  }

  /**
   * The destinations of one server, in the order of the kernel's dump.
   *
   * @param before what they were; the same object is returned where they still are
   */
  @SuppressWarnings("ReferenceEquality") // that it is the same object is what is asked
  public Map<DestinationKey, DestinationSettings> read(
      ServiceKey server, Map<DestinationKey, DestinationSettings> before) {
    DestinationReading reading = new DestinationReading(before.isEmpty() ? likely : before, pool);
    table.listDestinations(server, reading::restart, reading::take);
    Map<DestinationKey, DestinationSettings> read = reading.result();
    if (read == before || (read.isEmpty() && before.isEmpty())) {
      return before;
    }
    if (read != likely) {
      likely = maps.copyOf(read);
    }
    return likely;
  }
}
