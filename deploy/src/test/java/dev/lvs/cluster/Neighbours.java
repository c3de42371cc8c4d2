package dev.lvs.cluster;

import java.util.List;
import java.util.Locale;

/** Stations that answer for an address, as the machine outside of the cluster hears them by ARP. */
final class Neighbours {
  private static final String LOG = "/run/neighbours";

  private final LabCluster cluster;

  private Neighbours(LabCluster cluster) {
    this.cluster = cluster;
  }

  /** Asks the whole network for the address once a second from now on, for five minutes. */
  static Neighbours watch(LabCluster cluster, String address) {
    cluster.run(
        LabCluster.CLIENT,
        "nohup stdbuf -oL arping -b -w 300 -I vec0 %s >%s 2>&1 </dev/null &"
            .formatted(address, LOG));
    return new Neighbours(cluster);
  }

  /**
   * The MAC addresses that answered, one after the other; one that answers again is there again.
   */
  List<String> seen() {
    return cluster
        .run(LabCluster.CLIENT, "grep -o '\\[[0-9A-Fa-f:]*\\]' %s | uniq".formatted(LOG))
        .lines()
        .map(line -> line.substring(1, line.length() - 1).toLowerCase(Locale.ROOT))
        .toList();
  }

  /** The MAC address of a node. */
  static String address(LabCluster cluster, String node) {
    return cluster.run(node, "cat /sys/class/net/vec0/address");
  }
}
