package dev.lvs.api.v1alpha1;

/** Pieces of CEL, for rules that several kinds share. */
final class Cel {

  /**
   * One IP address that a packet can be sent to: no loopback, multicast, broadcast or unspecified
   * one, none of fe80::/10, which need an interface beside them, and none of ::/96, which nobody
   * routes.
   */
  static final String IS_UNICAST_A =
      "isIP(a) && (ip(a).isGlobalUnicast() || (ip(a).isLinkLocalUnicast() && ip(a).family() == 4))"
          + " && !cidr('::/96').containsIP(a)";

  static final String ADDRESS_IS_UNICAST =
      "!has(self.address) || [self.address].all(a, " + IS_UNICAST_A + ")";

  static final String ADDRESS_MESSAGE =
      "address must be one unicast IP address, e.g. 192.0.2.21 or 2001:db8::21, without a prefix"
          + " length";

  /** Of a VirtualService: entries of the kernel's table that stand for several ports each. */
  static final String MANY_PORTS =
      "(has(self.persistence) && self.persistence.mode != 'PPC') || "
          + "(has(self.ports) && self.ports.exists(p, has(p.endPort)))";

  /** Of connection timeouts: the kernel counts ticks in 31 bits, up to 1000 a second. */
  static final String LONGEST = "duration('2147483s')";

  private Cel() {}
}
