package dev.lvs.ipvs;

import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;

/**
 * Packets to a VIP that carry a firewall mark which users set, on whichever ports. Who sets the
 * marks of ports of the same VIP takes packets out of these.
 *
 * @param mark 1 to 2^32-1
 */
public record MarkedVip(IpAddress vip, long mark) implements Traffic {
  @Override
  public AddressFamily family() {
    return vip.family();
  }

  @Override
  public String title() {
    return vip + " by firewall mark " + mark;
  }
}
