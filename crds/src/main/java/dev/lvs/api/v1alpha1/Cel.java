package dev.lvs.api.v1alpha1;

/** CEL expressions that the rules of several kinds share. */
final class Cel {

  /**
   * One IP address that a packet can be sent to: no loopback, multicast, broadcast or unspecified
   * one, none of fe80::/10, which need an interface beside them, and none of ::/96, which nobody
   * routes.
   */
  static final String IS_UNICAST_A =
      "isIP(a) && (ip(a).isGlobalUnicast() || (ip(a).isLinkLocalUnicast() && ip(a).family() == 4))"
          + " && !cidr('::/96').containsIP(a)";

  /**
   * Of a real server: one unicast address, and none of 169.254.0.0/16, where clouds keep secrets.
   */
  static final String ADDRESS_IS_UNICAST =
      "!has(self.address) || [self.address].all(a, isIP(a) && ip(a).isGlobalUnicast()"
          + " && !cidr('::/96').containsIP(a))";

  static final String ADDRESS_MESSAGE =
      "address must be one unicast IP address, e.g. 192.0.2.21 or 2001:db8::21, without a prefix"
          + " length and not link-local";

  /** Checks that have to pass besides one. */
  static final String ADDITIONAL_CHECKS =
      "!has(self.additionalHealthChecks) || has(self.healthCheck)";

  static final String ADDITIONAL_CHECKS_MESSAGE =
      "they have to pass besides healthCheck: write one check there";

  /** An address, a network or a range of one family. */
  static final String IS_RANGE_A =
      "isIP(a) || isCIDR(a) || (a.split('-').size() == 2 && isIP(a.split('-')[0]) && "
          + "isIP(a.split('-')[1]) && "
          + "ip(a.split('-')[0]).family() == ip(a.split('-')[1]).family())";

  static final String RANGE_MESSAGE =
      "each entry must be an address, a network or a range of one family, e.g. "
          + "192.0.2.10, 192.0.2.0/28, 192.0.2.10-192.0.2.19";

  static final String HAS_NO_HOST_BITS_A = "!isCIDR(a) || cidr(a) == cidr(a).masked()";

  static final String HOST_BITS_MESSAGE =
      "a network must have zeros behind its prefix, e.g. 192.0.2.0/24; for one "
          + "address write it without a prefix length";

  /** A number or a range of numbers, as schema and CEL read it. */
  static final String NUMBERS = "^[1-9][0-9]{0,9}(-[1-9][0-9]{0,9})?$";

  /** As {@link ReservedMarks} says it. */
  static final String IS_RESERVED_MARK_M =
      "m % 128 == 0 || m % 65536 / 256 in [16, 48] || m in " + ReservedMarks.SINGLE;

  static final String RESERVED_MARK_MESSAGE =
      "multiples of 128 and some other firewall marks are set by Kubernetes and CNI plugins, and"
          + " 4096 to 4351 are given out by the operator; choose another, e.g. 17";

  /** Of a VirtualService: entries of the kernel's table that stand for several ports each. */
  static final String MANY_PORTS =
      "(has(self.persistence) && self.persistence.mode != 'PPC') || "
          + "(has(self.ports) && self.ports.exists(p, has(p.endPort)))";

  /** Of connection timeouts: the kernel counts ticks in 31 bits, up to 1000 a second. */
  static final String LONGEST = "duration('2147483s')";

  private Cel() {}
}
