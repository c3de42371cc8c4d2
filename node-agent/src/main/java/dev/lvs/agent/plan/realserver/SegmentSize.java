package dev.lvs.agent.plan.realserver;

import dev.lvs.api.v1alpha1.Tunnel;
import dev.lvs.ipvs.TunnelChecksum;
import dev.lvs.net.AddressFamily;

/**
 * The largest TCP segment (MSS) that fits a tunnel: a real server announces it, so that clients
 * send no packet that a director would have to refuse. IPVS refuses packets longer than the MTU
 * less the encapsulation overhead ({@code __ip_vs_get_out_rt}, net/netfilter/ipvs/ ip_vs_xmit.c),
 * with an ICMP message that is lost on many paths.
 */
final class SegmentSize {
  /** The smallest that TCP knows ({@code TCP_MIN_MSS}, include/net/tcp.h). */
  private static final int LEAST = 88;

  private static final int MOST = 0xffff;
  private static final int TCP_HEADER = 20;
  private static final int UDP_HEADER = 8;
  private static final int GUE_HEADER = 4;

  /** The private flags of GUE, and where the checksum starts ({@code GUE_PLEN_REMCSUM}). */
  private static final int GUE_REMOTE_CHECKSUM = 8;

  private static final int GRE_HEADER = 4;
  private static final int GRE_CHECKSUM = 4;

  private SegmentSize() {}

  /**
   * The size without options of IP or TCP, which whoever sends them takes off himself.
   *
   * @param inner the family of the VIP
   * @param outer the family of the real server's address
   * @param mtu of the interface that the tunnel comes in by
   */
  static int of(Tunnel tunnel, AddressFamily inner, AddressFamily outer, long mtu) {
    long size = mtu - header(outer) - encapsulation(tunnel) - header(inner) - TCP_HEADER;
    return Math.clamp(size, LEAST, MOST);
  }

  private static int header(AddressFamily family) {
    return switch (family) {
      case IPV4 -> 20;
      case IPV6 -> 40;
    };
  }

  private static int encapsulation(Tunnel tunnel) {
    return switch (tunnel.type()) {
      case IPIP -> 0;
      case GUE ->
          UDP_HEADER
              + GUE_HEADER
              + (tunnel.checksum() == TunnelChecksum.REMCSUM ? GUE_REMOTE_CHECKSUM : 0);
      case GRE -> GRE_HEADER + (tunnel.checksum() == TunnelChecksum.CSUM ? GRE_CHECKSUM : 0);
    };
  }
}
