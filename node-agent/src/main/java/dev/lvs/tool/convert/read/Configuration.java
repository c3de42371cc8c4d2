package dev.lvs.tool.convert.read;

import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Configuration read from a source, before it is written as manifests.
 *
 * @param held the VIPs that the agent itself is to hold, with their interface; the others are held
 *     by another program
 * @param additions fields of the DirectorGroup
 * @param furtherVips addresses that clients use and no service names, such as those behind a mark
 */
public record Configuration(
    List<ServiceBlock> services,
    Map<IpAddress, String> held,
    List<Addition> additions,
    SortedSet<IpAddress> furtherVips,
    List<Notice> notices) {
  public Configuration {
    services = List.copyOf(services);
    held = Map.copyOf(held);
    additions = List.copyOf(additions);
    furtherVips = new TreeSet<>(furtherVips);
    notices = List.copyOf(notices);
  }
}
