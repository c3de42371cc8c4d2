package dev.lvs.agent.convert;

import dev.lvs.agent.model.DestinationKey;
import dev.lvs.agent.model.VirtualServer;
import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.Map;

/**
 * What one block of a source balances: one virtual server, or several that share their real servers
 * and settings.
 *
 * @param name what the source calls it; empty to be named after its address or mark
 * @param servers what the kernel is to hold for it
 * @param places where each real server is said
 * @param additions fields of the VirtualService that the table does not have
 */
public record ServiceBlock(
    String name,
    Origin origin,
    List<VirtualServer> servers,
    Map<IpAddress, Origin> places,
    List<Addition> additions) {
  public ServiceBlock {
    servers = List.copyOf(servers);
    places = Map.copyOf(places);
    additions = List.copyOf(additions);
  }

  /** Where a real server is said. */
  Origin place(DestinationKey destination) {
    return places.getOrDefault(destination.address(), origin);
  }
}
