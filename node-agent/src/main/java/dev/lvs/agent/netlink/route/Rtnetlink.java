package dev.lvs.agent.netlink.route;

/**
 * The constants of include/uapi/linux/rtnetlink.h, if_link.h, if_addr.h, if_tunnel.h and if_arp.h
 * by the kernel's names.
 */
public final class Rtnetlink {
  public static final int RTM_NEWLINK = 16;
  public static final int RTM_DELLINK = 17;
  public static final int RTM_GETLINK = 18;
  public static final int RTM_NEWADDR = 20;
  public static final int RTM_DELADDR = 21;
  public static final int RTM_GETADDR = 22;
  public static final int RTM_NEWROUTE = 24;
  public static final int RTM_DELROUTE = 25;
  public static final int RTM_GETROUTE = 26;

  public static final int IFLA_ADDRESS = 1;
  public static final int IFLA_IFNAME = 3;
  public static final int IFLA_MTU = 4;
  public static final int IFLA_LINKINFO = 18;
  public static final int IFLA_EXT_MASK = 29;

  /** Number of times that the carrier came or went. */
  public static final int IFLA_CARRIER_CHANGES = 35;

  public static final int IFLA_INFO_KIND = 1;
  public static final int IFLA_INFO_DATA = 2;

  /** In IFLA_EXT_MASK: leave the counters out of the reply. */
  public static final int RTEXT_FILTER_SKIP_STATS = 1 << 3;

  public static final int IFLA_IPTUN_LOCAL = 2;
  public static final int IFLA_IPTUN_REMOTE = 3;
  public static final int IFLA_IPTUN_PROTO = 9;
  public static final int IFLA_GRE_IFLAGS = 2;
  public static final int IFLA_GRE_LOCAL = 6;
  public static final int IFLA_GRE_REMOTE = 7;

  /** In IFLA_GRE_IFLAGS: every packet that is taken has a checksum. */
  public static final int GRE_CSUM = 0x8000;

  public static final int IFF_UP = 0x1;
  public static final int IFF_LOOPBACK = 0x8;
  public static final int IFF_RUNNING = 0x40;
  public static final int IFF_NOARP = 0x80;

  public static final int ARPHRD_ETHER = 1;

  public static final int IFA_ADDRESS = 1;
  public static final int IFA_LOCAL = 2;
  public static final int IFA_LABEL = 3;
  public static final int IFA_CACHEINFO = 6;
  public static final int IFA_FLAGS = 8;

  /** Origin of the address; kernels before 5.18 neither keep nor report it. */
  public static final int IFA_PROTO = 11;

  /** No duplicate address detection (IPv6). */
  public static final int IFA_F_NODAD = 0x02;

  public static final int IFA_F_DADFAILED = 0x08;
  public static final int IFA_F_DEPRECATED = 0x20;
  public static final int IFA_F_TENTATIVE = 0x40;
  public static final int IFA_F_PERMANENT = 0x80;

  /** The address brings no route to its network. */
  public static final int IFA_F_NOPREFIXROUTE = 0x200;

  public static final int RTA_DST = 1;
  public static final int RTA_OIF = 4;
  public static final int RTA_GATEWAY = 5;
  public static final int RTA_PRIORITY = 6;
  public static final int RTA_MULTIPATH = 9;
  public static final int RTA_TABLE = 15;

  /** A next hop of another family than the route. */
  public static final int RTA_VIA = 18;

  public static final int RT_TABLE_MAIN = 254;
  public static final int RT_TABLE_LOCAL = 255;
  public static final int RT_SCOPE_UNIVERSE = 0;
  public static final int RT_SCOPE_LINK = 253;
  public static final int RT_SCOPE_HOST = 254;
  public static final int RTN_UNICAST = 1;
  public static final int RTN_LOCAL = 2;
  public static final int RTPROT_STATIC = 4;

  /** Made from a router advertisement. */
  public static final int RTPROT_RA = 9;

  private Rtnetlink() {}
}
