package dev.lvs.agent.probe;

import dev.lvs.net.IpAddress;

/** The way of a probe that does not go straight to the address that it asks. */
public sealed interface Detour {

  /**
   * To a real server behind the address, by the firewall mark of its packets.
   *
   * @param mark 1 to 2^32-1
   * @param server where they are sent
   * @param port that they come from, 1 to 65535: IPVS remembers connections by their addresses and
   *     ports, and not by their marks, so no probe of another server may use it for some minutes
   */
  record Marked(long mark, IpAddress server, int port) implements Detour {
    public Marked {
      if (mark < 1 || mark > 0xffff_ffffL) {
        throw new IllegalArgumentException("mark " + mark + " is not one of 1 to 2^32-1");
      }
      if (port < 1 || port > 65_535) {
        throw new IllegalArgumentException("port " + port + " is not one of 1 to 65535");
      }
    }
  }

  /**
   * There is no way, so that every probe is inconclusive.
   *
   * @param reason in words
   */
  record None(String reason) implements Detour {}
}
