package dev.lvs.agent.netlink.fou;

/** The constants of include/uapi/linux/fou.h by the kernel's names. */
public final class Fou {
  public static final String FOU_GENL_NAME = "fou";

  public static final int FOU_CMD_ADD = 1;
  public static final int FOU_CMD_DEL = 2;
  public static final int FOU_CMD_GET = 3;

  /** be16. */
  public static final int FOU_ATTR_PORT = 1;

  public static final int FOU_ATTR_AF = 2;
  public static final int FOU_ATTR_TYPE = 4;
  public static final int FOU_ATTR_LOCAL_V4 = 6;
  public static final int FOU_ATTR_LOCAL_V6 = 7;
  public static final int FOU_ATTR_PEER_PORT = 10;
  public static final int FOU_ATTR_IFINDEX = 11;

  /** The header of GUE says what is below it. */
  public static final int FOU_ENCAP_GUE = 2;

  static final int AF_INET = 2;
  static final int AF_INET6 = 10;

  private Fou() {}
}
