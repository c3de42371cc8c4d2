package dev.lvs.tool.convert.read;

import dev.lvs.ipvs.DestinationKey;
import dev.lvs.net.IpAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Locations in a source of the real servers of a block. */
public final class ServerPlaces {
  private final Map<DestinationKey, Origin> byKey = new HashMap<>();
  private final Map<IpAddress, Origin> byAddress = new HashMap<>();

  /** The place of a real server; a later one counts. */
  public void put(DestinationKey server, Origin at) {
    byKey.put(server, at);
    byAddress.putIfAbsent(server.address(), at);
  }

  /** The place of a real server, else of one with its address. */
  Optional<Origin> of(DestinationKey server) {
    Origin exact = byKey.get(server);
    return exact == null
        ? Optional.ofNullable(byAddress.get(server.address()))
        : Optional.of(exact);
  }

  /** All places of another block are places of this one, unless it has such a real server. */
  public void addAll(ServerPlaces others) {
    others.byKey.forEach(byKey::putIfAbsent);
    others.byAddress.forEach(byAddress::putIfAbsent);
  }
}
