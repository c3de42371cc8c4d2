package dev.lvs.tool.convert.read;

import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import java.util.List;

/**
 * Services of one block of a source: one virtual server, or several that share their real servers
 * and settings.
 *
 * @param name name in the source; empty to be named after its address or mark
 * @param servers its virtual servers in the kernel
 * @param places where in the source each real server is
 * @param checks health checks of its real servers
 * @param additions fields of the VirtualService that the table does not have
 * @param remarks settings of the source beyond the table that no field can express, a line each
 */
public record ServiceBlock(
    String name,
    Origin origin,
    List<VirtualServer> servers,
    ServerPlaces places,
    ServerChecks checks,
    List<Addition> additions,
    List<String> remarks) {
  public ServiceBlock {
    servers = List.copyOf(servers);
    additions = List.copyOf(additions);
    remarks = List.copyOf(remarks);
  }

  /** Returns where a real server is said. */
  public Origin place(DestinationKey destination) {
    return places.of(destination).orElse(origin);
  }

  /** Returns where one of its virtual servers is said, by its key where there are several. */
  public Origin place(ServiceKey key) {
    return servers.size() == 1 ? origin : origin.within(origin.line(), key.toString());
  }

  /** The same with other virtual servers. */
  public ServiceBlock with(List<VirtualServer> others) {
    return new ServiceBlock(name, origin, others, places, checks, additions, remarks);
  }
}
