package dev.lvs.ipvs;

import dev.lvs.net.AddressFamily;

/**
 * Packets that a virtual service takes and no other one: ports of a VIP, or those that carry a
 * firewall mark, and that to a VIP.
 */
public sealed interface Traffic permits VipPorts, ServiceKey.MarkKey, MarkedVip {
  /** The family of the packets. */
  AddressFamily family();

  /**
   * Returns what it is called in a sentence: {@code TCP 192.0.2.10:80}, {@code firewall mark 17}.
   */
  String title();
}
