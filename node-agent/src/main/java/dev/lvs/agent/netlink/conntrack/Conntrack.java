package dev.lvs.agent.netlink.conntrack;

/**
 * The constants of include/uapi/linux/netfilter/nfnetlink_conntrack.h and nfnetlink.h that are used
 * here, by the kernel's names.
 */
final class Conntrack {
  static final int NFNL_SUBSYS_CTNETLINK = 1;
  static final int NFNETLINK_V0 = 0;
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;

  static final int IPCTNL_MSG_CT_GET = 1;
  static final int IPCTNL_MSG_CT_DELETE = 2;

  static final int CTA_TUPLE_ORIG = 1;
  static final int CTA_TUPLE_REPLY = 2;
  static final int CTA_PROTOINFO = 4;
  static final int CTA_ID = 12;
  static final int CTA_ZONE = 18;

  static final int CTA_TUPLE_IP = 1;
  static final int CTA_TUPLE_PROTO = 2;

  static final int CTA_IP_V4_SRC = 1;
  static final int CTA_IP_V4_DST = 2;
  static final int CTA_IP_V6_SRC = 3;
  static final int CTA_IP_V6_DST = 4;

  static final int CTA_PROTO_NUM = 1;
  static final int CTA_PROTO_SRC_PORT = 2;
  static final int CTA_PROTO_DST_PORT = 3;

  static final int CTA_PROTOINFO_TCP = 1;
  static final int CTA_PROTOINFO_TCP_STATE = 1;

  /** As in include/uapi/linux/netfilter/nf_conntrack_tcp.h. */
  static final int TCP_CONNTRACK_TIME_WAIT = 7;

  static final int TCP_CONNTRACK_CLOSE = 8;

  private Conntrack() {}
}
