package dev.lvs.tool.convert.read;

import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Adds notices on VIPs for which a source names no holder. */
public final class Holders {
  private static final int MOST_LISTED = 8;

  private Holders() {}

  /**
   * One line for all VIPs of a source.
   *
   * @param held addresses of which the source says who holds them
   * @param file the source, or the first of its files
   */
  public static void tell(
      List<ServiceBlock> services, Set<IpAddress> held, String file, Notices notices) {
    SortedSet<IpAddress> vips = new TreeSet<>();
    services.stream()
        .flatMap(block -> block.servers().stream())
        .forEach(
            server -> {
              if (server.key() instanceof AddressKey key) {
                vips.add(key.address());
              }
            });
    vips.removeAll(held);
    if (vips.isEmpty()) {
      return;
    }
    String few =
        vips.stream().limit(MOST_LISTED).map(IpAddress::toString).collect(Collectors.joining(", "));
    String more =
        vips.size() > MOST_LISTED ? " and %d more".formatted(vips.size() - MOST_LISTED) : "";
    notices.aside(
        new Origin(file, 0, ""),
        "nothing here says who holds the VIPs (%s%s), and the agent does not: the DirectorGroup has announcement none. What put them on an interface has to go on doing so (VRRP, Pacemaker, a script), or choose another announcement and a vipInterface."
            .formatted(few, more));
  }
}
