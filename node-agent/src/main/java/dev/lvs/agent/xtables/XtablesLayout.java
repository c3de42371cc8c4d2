package dev.lvs.agent.xtables;

import dev.lvs.net.AddressFamily;

/**
 * Where things stand in an entry: {@code struct ipt_entry}
 * (include/uapi/linux/netfilter_ipv4/ip_tables.h) or {@code struct ip6t_entry}.
 *
 * @param interfaces the names of interfaces and, behind them, their masks
 * @param protocol u16 for IPv4 and IPv6
 * @param flags of what the entry looks at besides; the ones that mean nothing to it are allowed
 * @param allowed flags under which it says what it says
 * @param inverted flags of what is to be otherwise
 * @param targetOffset u16: where the target begins
 * @param nextOffset u16: where the next entry begins
 * @param matches where the first match begins
 */
record XtablesLayout(
    int interfaces,
    int protocol,
    int flags,
    int allowed,
    int inverted,
    int targetOffset,
    int nextOffset,
    int matches) {
  /** {@code IP6T_F_PROTO}: the protocol below counts. */
  private static final int IP6T_F_PROTO = 1;

  private static final XtablesLayout IPV4 = new XtablesLayout(16, 80, 82, 0, 83, 88, 90, 112);
  private static final XtablesLayout IPV6 =
      new XtablesLayout(64, 128, 131, IP6T_F_PROTO, 132, 140, 142, 168);

  static XtablesLayout of(AddressFamily family) {
    return switch (family) {
      case IPV4 -> IPV4;
      case IPV6 -> IPV6;
    };
  }
}
