package dev.lvs.tool.convert.manifest;

import dev.lvs.ipvs.DestinationKey;
import java.util.Map;

/**
 * The names that were given to a VirtualService and what goes with it; they stay when a part of it
 * is left out.
 *
 * @param group the DirectorGroup that serves it
 * @param servers by destination
 */
record ServiceNames(String service, String group, Map<DestinationKey, String> servers) {
  ServiceNames {
    servers = Map.copyOf(servers);
  }
}
