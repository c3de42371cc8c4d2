package dev.lvs.tool.convert.manifest;

import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.api.v1alpha1.ReservedMarks;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Grants that the services of a conversion need from an admin.
 *
 * @param marks without those that cannot be granted
 * @param destinations of all of them
 */
public record Needs(SortedSet<IpAddress> vips, SortedSet<Long> marks, int destinations) {
  public static Needs of(List<ServiceDraft> services, SortedSet<IpAddress> furtherVips) {
    SortedSet<IpAddress> vips = new TreeSet<>(furtherVips);
    SortedSet<Long> marks = new TreeSet<>();
    int destinations = 0;
    for (ServiceDraft draft : services) {
      vips.addAll(draft.vips());
      for (VirtualServer server : draft.table().values()) {
        destinations += Math.max(1, server.destinations().size());
        if (server.key() instanceof MarkKey key && !ReservedMarks.contains(key.mark())) {
          marks.add(key.mark());
        }
      }
    }
    return new Needs(vips, marks, destinations);
  }
}
