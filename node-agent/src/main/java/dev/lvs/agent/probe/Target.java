package dev.lvs.agent.probe;

import dev.lvs.net.IpAddress;
import java.util.Optional;

/**
 * Target of a probe.
 *
 * @param port 1 to 65535; 0 for ICMP
 * @param source the address it comes from; empty for the one that the route gives
 * @param detour by which it gets there; empty where it goes straight
 */
public record Target(
    IpAddress address, int port, Optional<IpAddress> source, Optional<Detour> detour) {
  public Target {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is not one of 0 to 65535");
    }
  }

  /** A target that is asked straight. */
  public static Target of(IpAddress address, int port) {
    return new Target(address, port, Optional.empty(), Optional.empty());
  }

  @Override
  public String toString() {
    String asked = port == 0 ? address.toString() : address.toHost() + ":" + port;
    return detour.filter(Detour.Marked.class::isInstance).isPresent()
        ? ((Detour.Marked) detour.get()).server() + " through VIP " + asked
        : asked;
  }
}
