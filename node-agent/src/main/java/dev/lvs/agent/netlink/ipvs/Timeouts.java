package dev.lvs.agent.netlink.ipvs;

import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_ATTR_TIMEOUT_TCP;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_ATTR_TIMEOUT_TCP_FIN;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_ATTR_TIMEOUT_UDP;

import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.AttributeWriter;
import dev.lvs.agent.netlink.MalformedReplyException;

/**
 * Timeouts after which connections without traffic expire, for the whole network namespace ({@code
 * ipvsadm --set}).
 *
 * @param tcp seconds of an established TCP connection, 1 to 2^31/HZ; 0 in a request keeps the
 *     current value
 * @param tcpFin seconds after a FIN, the same range
 * @param udp seconds since the last datagram, the same range
 */
public record Timeouts(long tcp, long tcpFin, long udp) {
  void write(AttributeWriter writer) {
    writer
        .u32(IPVS_CMD_ATTR_TIMEOUT_TCP, tcp)
        .u32(IPVS_CMD_ATTR_TIMEOUT_TCP_FIN, tcpFin)
        .u32(IPVS_CMD_ATTR_TIMEOUT_UDP, udp);
  }

  /** Reads the answer to {@link IpvsRequests#getConfig}; what the kernel was built without is 0. */
  public static Timeouts read(AttributeReader reply) {
    reply.fixedU32();
    long tcp = 0;
    long tcpFin = 0;
    long udp = 0;
    while (reply.next()) {
      switch (reply.type()) {
        case IPVS_CMD_ATTR_TIMEOUT_TCP -> tcp = seconds(reply);
        case IPVS_CMD_ATTR_TIMEOUT_TCP_FIN -> tcpFin = seconds(reply);
        case IPVS_CMD_ATTR_TIMEOUT_UDP -> udp = seconds(reply);
        default -> {}
      }
    }
    return new Timeouts(tcp, tcpFin, udp);
  }

  private static long seconds(AttributeReader reply) {
    long seconds = reply.u32();
    if (seconds > Integer.MAX_VALUE) {
      throw new MalformedReplyException("IPVS answers with a timeout of " + seconds + " s");
    }
    return seconds;
  }
}
