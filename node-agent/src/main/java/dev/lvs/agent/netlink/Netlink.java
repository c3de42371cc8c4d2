package dev.lvs.agent.netlink;

/**
 * The constants of include/uapi/linux/netlink.h and genetlink.h that are used here, by the kernel's
 * names.
 */
public final class Netlink {

  public static final int NETLINK_ROUTE = 0;
  public static final int NETLINK_NETFILTER = 12;
  public static final int NETLINK_GENERIC = 16;

  public static final int NLM_F_REQUEST = 0x01;
  public static final int NLM_F_MULTI = 0x02;
  public static final int NLM_F_ACK = 0x04;
  public static final int NLM_F_DUMP_INTR = 0x10;
  public static final int NLM_F_DUMP = 0x300;
  public static final int NLM_F_REPLACE = 0x100;
  public static final int NLM_F_EXCL = 0x200;
  public static final int NLM_F_CREATE = 0x400;
  public static final int NLM_F_APPEND = 0x800;

  /** In an ACK: the request is cut to its header (NETLINK_CAP_ACK). */
  public static final int NLM_F_CAPPED = 0x100;

  /** In an ACK or a DONE: attributes with the kernel's words follow (NETLINK_EXT_ACK). */
  public static final int NLM_F_ACK_TLVS = 0x200;

  public static final int NLMSG_ERROR = 2;
  public static final int NLMSG_DONE = 3;
  public static final int NLMSG_HDRLEN = 16;

  public static final int NLMSGERR_ATTR_MSG = 1;

  public static final int NLA_F_NESTED = 0x8000;
  public static final int NLA_TYPE_MASK = 0x3fff;
  public static final int NLA_HDRLEN = 4;

  public static final int GENL_ID_CTRL = 16;
  public static final int CTRL_CMD_NEWFAMILY = 1;
  public static final int CTRL_CMD_GETFAMILY = 3;
  public static final int CTRL_ATTR_FAMILY_ID = 1;
  public static final int CTRL_ATTR_FAMILY_NAME = 2;

  private Netlink() {}

  /**
   * The length with its padding: messages and attributes start at multiples of four (NLMSG_ALIGN,
   * NLA_ALIGN).
   */
  public static int align(int length) {
    return (length + 3) & ~3;
  }
}
