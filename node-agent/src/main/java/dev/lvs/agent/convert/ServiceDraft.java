package dev.lvs.agent.convert;

import dev.lvs.agent.model.ServiceKey;
import dev.lvs.agent.model.VirtualServer;
import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A VirtualService with the RealServers that are made for it alone; without it they go as well.
 *
 * @param vips its addresses; none where it is about a mark
 * @param table what directors are to make of it; empty once a real server was left out and told
 */
record ServiceDraft(
    Document service,
    List<IpAddress> vips,
    Optional<Map<ServiceKey, VirtualServer>> table,
    List<Document> realServers) {
  ServiceDraft {
    vips = List.copyOf(vips);
    realServers = List.copyOf(realServers);
  }

  /** The same without some RealServers. */
  ServiceDraft without(Set<Document> gone) {
    List<Document> left = realServers.stream().filter(server -> !gone.contains(server)).toList();
    boolean whole = left.size() == realServers.size();
    return new ServiceDraft(service, vips, whole ? table : Optional.empty(), left);
  }
}
