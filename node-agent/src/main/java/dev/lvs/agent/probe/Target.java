package dev.lvs.agent.probe;

import dev.lvs.net.IpAddress;
import java.util.Optional;

/**
 * Target of a probe.
 *
 * @param port 1 to 65535; 0 for ICMP
 * @param source the address it comes from; empty for the one that the route gives
 * @param mark the firewall mark of its packets, 1 to 2^32-1; 0 for none
 */
public record Target(IpAddress address, int port, Optional<IpAddress> source, long mark) {
  public Target {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is not one of 0 to 65535");
    }
    if (mark < 0 || mark > 0xffff_ffffL) {
      throw new IllegalArgumentException("mark " + mark + " has more than 32 bits");
    }
  }

  /** A target that is asked straight. */
  public static Target of(IpAddress address, int port) {
    return new Target(address, port, Optional.empty(), 0);
  }

  @Override
  public String toString() {
    return port == 0 ? address.toString() : address.toHost() + ":" + port;
  }
}
