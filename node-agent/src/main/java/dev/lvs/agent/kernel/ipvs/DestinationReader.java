package dev.lvs.agent.kernel.ipvs;

import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.table.DestinationTable;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the destinations of virtual servers, one server after the other. The same real servers
 * occur in many: nothing is allocated for destinations equal to those of the server before.
 */
public final class DestinationReader {
  private final IpvsTable table;
  private final Map<DestinationSettings, DestinationSettings> settings = new HashMap<>();
  private DestinationTable<DestinationSettings> likely = DestinationTable.empty();

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
    DestinationReading reading =
        new DestinationReading(
            before.isEmpty() ? likely : DestinationTable.copyOf(before), settings);
    table.listDestinations(server, reading::restart, reading::take);
    DestinationTable<DestinationSettings> read = reading.result();
    if (read == before || (read.isEmpty() && before.isEmpty())) {
      return before;
    }
    likely = read;
    return read;
  }
}
