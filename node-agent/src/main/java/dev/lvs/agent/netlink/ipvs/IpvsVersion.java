package dev.lvs.agent.netlink.ipvs;

import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_INFO_ATTR_CONN_TAB_SIZE;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_INFO_ATTR_VERSION;

import dev.lvs.agent.netlink.AttributeReader;

/**
 * Version and table size that IPVS reports ({@code IPVS_CMD_GET_INFO}).
 *
 * @param version as ipvsadm prints it: {@code 1.2.1}
 * @param connectionTableSize buckets of the connection table, a power of two
 */
public record IpvsVersion(String version, long connectionTableSize) {
  /** Reads the answer to {@link IpvsRequests#getInfo}. */
  public static IpvsVersion read(AttributeReader reply) {
    reply.fixedU32();
    long version = 0;
    long size = 0;
    while (reply.next()) {
      switch (reply.type()) {
        case IPVS_INFO_ATTR_VERSION -> version = reply.u32();
        case IPVS_INFO_ATTR_CONN_TAB_SIZE -> size = reply.u32();
        default -> {}
      }
    }
    // IP_VS_VERSION_CODE: one byte each
    return new IpvsVersion(
        (version >> 16 & 0xff) + "." + (version >> 8 & 0xff) + "." + (version & 0xff), size);
  }
}
