package dev.lvs.agent.xtables;

import dev.lvs.net.AddressFamily;

/**
 * Offsets of the fields of an entry: {@code struct ipt_entry}
 * (include/uapi/linux/netfilter_ipv4/ip_tables.h) or {@code struct ip6t_entry}.
 *
 * @param interfaces the names of interfaces and, behind them, their masks
 * @param protocol u16 for IPv4 and IPv6
 * @param flags of further matches of the entry; the ones without meaning for it are allowed
 * @param allowed flags that do not change its meaning
 * @param inverted flags of inverted matches
 * @param targetOffset u16: offset of the target
 * @param nextOffset u16: offset of the next entry
 * @param matches offset of the first match
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
