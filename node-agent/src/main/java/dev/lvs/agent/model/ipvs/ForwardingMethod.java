package dev.lvs.agent.model.ipvs;

import dev.lvs.ipvs.Ports;
import dev.lvs.ipvs.TunnelChecksum;
import dev.lvs.ipvs.TunnelType;

/**
 * Forwarding method: how packets reach a destination ({@code IP_VS_CONN_F_FWD_MASK},
 * include/uapi/linux/ip_vs.h).
 */
public sealed interface ForwardingMethod {
  /** NAT: address and port are rewritten, answers come back through the director. */
  record Masquerade() implements ForwardingMethod {}

  /** DR: only the MAC address is rewritten, answers go straight to the client. */
  record DirectRouting() implements ForwardingMethod {}

  /**
   * TUN: the packet is encapsulated and sent to the real server.
   *
   * @param port destination UDP port of GUE, 1 to 65535; 0 for the other types
   */
  record Tunnel(TunnelType type, int port, TunnelChecksum checksum) implements ForwardingMethod {
    public Tunnel {
      Ports.check(port);
    }

    /** The plain IP-in-IP tunnel that {@code ipvsadm -i} means. */
    public static Tunnel ipip() {
      return new Tunnel(TunnelType.IPIP, 0, TunnelChecksum.NONE);
    }
  }

  /**
   * LOCALNODE: delivered on this node, whatever the address ({@code IP_VS_CONN_F_LOCALNODE}); only
   * ever observed. No other method turns into it: the kernel keeps what was asked for also where
   * the address is its own ({@code __ip_vs_update_dest}, net/netfilter/ipvs/ip_vs_ctl.c), and finds
   * that by the route of each packet.
   */
  record Local() implements ForwardingMethod {}

  /** BYPASS: past the table, as the transparent cache cluster uses it; only ever observed. */
  record Bypass() implements ForwardingMethod {}

  /** A method or tunnel type that this agent does not know; only ever observed. */
  record Unknown(int method, int tunnelType) implements ForwardingMethod {}
}
