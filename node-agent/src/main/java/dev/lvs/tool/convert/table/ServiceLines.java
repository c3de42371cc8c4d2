package dev.lvs.tool.convert.table;

import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.tool.convert.read.Origin;
import dev.lvs.tool.convert.read.ServerChecks;
import dev.lvs.tool.convert.read.ServerPlaces;
import dev.lvs.tool.convert.read.ServiceBlock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A virtual server under construction from the lines read so far. */
final class ServiceLines {
  private final ServiceKey key;
  private final Origin origin;
  private final Map<DestinationKey, DestinationSettings> destinations = new LinkedHashMap<>();
  private final ServerPlaces places = new ServerPlaces();
  private ServiceSettings settings;

  ServiceLines(ServiceKey key, ServiceSettings settings, Origin origin) {
    this.key = key;
    this.settings = settings;
    this.origin = origin;
  }

  /** Always true: an edit of what is there succeeds. */
  boolean edit(ServiceSettings others) {
    settings = others;
    return true;
  }

  /** Returns whether it was not there yet. */
  boolean add(DestinationKey destination, DestinationSettings its, Origin at) {
    boolean added = destinations.putIfAbsent(destination, its) == null;
    if (added) {
      places.put(destination, at);
    }
    return added;
  }

  /** Returns whether it was there. */
  boolean replace(DestinationKey destination, DestinationSettings its, Origin at) {
    boolean there = destinations.replace(destination, its) != null;
    if (there) {
      places.put(destination, at);
    }
    return there;
  }

  /** Returns whether it was there. */
  boolean remove(DestinationKey destination) {
    return destinations.remove(destination) != null;
  }

  ServiceBlock block() {
    return new ServiceBlock(
        "",
        origin,
        List.of(new VirtualServer(key, settings, destinations)),
        places,
        new ServerChecks(),
        List.of(),
        List.of());
  }
}
