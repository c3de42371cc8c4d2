package dev.lvs.agent.model;

/**
 * A prerequisite of the agent that the node lacks.
 *
 * @param name of the module or capability
 * @param message a sentence for the user: what is missing, what does not work, what to do
 */
public record Missing(Kind kind, String name, String message) {
  /** Kind of prerequisite. */
  public enum Kind {
    MODULE,
    CAPABILITY
  }

  /** Without it a node can be a real server, but no director. */
  public static final Missing IP_VS =
      new Missing(
          Kind.MODULE,
          "ip_vs",
          "this kernel has no IPVS, so this node cannot be a director; load the module on the host"
              + " (modprobe ip_vs, and ip_vs in /etc/modules-load.d/ for the next boot), or use a"
              + " kernel that is built with CONFIG_IP_VS");

  /** Without it there are no firewall marks and there is no FULLNAT. */
  public static final Missing NF_TABLES =
      new Missing(
          Kind.MODULE,
          "nf_tables",
          "this kernel has no nf_tables, which port ranges, PFMC and FULLNAT need; load the module"
              + " on the host (modprobe nf_tables, and nf_tables in /etc/modules-load.d/ for the"
              + " next boot), or use a kernel that is built with CONFIG_NF_TABLES");

  /** Without it nothing can be done at all. */
  public static final Missing CAP_NET_ADMIN =
      new Missing(
          Kind.CAPABILITY,
          "CAP_NET_ADMIN",
          "the agent may not change the network of this node; run it as root on the host, or in a"
              + " pod with the capability NET_ADMIN on the host network (IPVS does not take that of"
              + " a user namespace)");

  /** Without it VIPs work, but neighbours notice late when one moves here. */
  public static final Missing CAP_NET_RAW =
      new Missing(
          Kind.CAPABILITY,
          "CAP_NET_RAW",
          "the agent cannot tell the neighbours when a VIP moves here (gratuitous ARP); run it as"
              + " root, or give its pod the capability NET_RAW");
}
