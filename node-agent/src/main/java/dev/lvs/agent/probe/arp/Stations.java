package dev.lvs.agent.probe.arp;

import dev.lvs.net.IpAddress;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Stations that this node knows by ARP, in the text of /proc/net/arp. */
final class Stations {
  private static final int COLUMNS = 6;

  private Stations() {}

  /** The MAC address of each; the first line is a heading. */
  static Map<IpAddress, String> read(Stream<String> lines) {
    Map<IpAddress, String> stations = new HashMap<>();
    lines
        .skip(1)
        .map(line -> line.strip().split("\\s+", -1))
        .filter(columns -> columns.length >= COLUMNS && isComplete(columns[2]))
        .forEach(
            columns ->
                stations.put(IpAddress.parse(columns[0]), columns[3].toLowerCase(Locale.ROOT)));
    return stations;
  }

  /** ATF_COM: the answer has come. */
  private static boolean isComplete(String flags) {
    return (Integer.decode(flags) & 2) != 0;
  }
}
