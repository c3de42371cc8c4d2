package dev.lvs.agent.convert;

import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.Set;

/**
 * A VirtualService with the RealServers that are made for it alone; without it they go as well.
 *
 * @param vips its addresses; none where it is about a mark
 */
record ServiceDraft(Document service, List<IpAddress> vips, List<Document> realServers) {
  ServiceDraft {
    vips = List.copyOf(vips);
    realServers = List.copyOf(realServers);
  }

  /** The same without some RealServers. */
  ServiceDraft without(Set<Document> gone) {
    return new ServiceDraft(
        service, vips, realServers.stream().filter(server -> !gone.contains(server)).toList());
  }
}
