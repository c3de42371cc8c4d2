package dev.lvs.agent.fake;

import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_STATS_ATTR_CONNS;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_STATS_ATTR_INBYTES;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_STATS_ATTR_OUTBPS;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_STATS_ATTR_OUTBYTES;

/** The counters of something that no packet has passed. */
final class FakeStatistics {
  private FakeStatistics() {}

  /** {@code ip_vs_genl_fill_stats}: 32 bits, but 64 for the byte counters. */
  static ReplyBytes narrow() {
    ReplyBytes stats = new ReplyBytes();
    for (int type = IPVS_STATS_ATTR_CONNS; type <= IPVS_STATS_ATTR_OUTBPS; type++) {
      if (type == IPVS_STATS_ATTR_INBYTES || type == IPVS_STATS_ATTR_OUTBYTES) {
        stats.u64(type, 0);
      } else {
        stats.u32(type, 0);
      }
    }
    return stats;
  }

  /** {@code ip_vs_genl_fill_stats64}. */
  static ReplyBytes wide() {
    ReplyBytes stats = new ReplyBytes();
    for (int type = IPVS_STATS_ATTR_CONNS; type <= IPVS_STATS_ATTR_OUTBPS; type++) {
      stats.u64(type, 0);
    }
    return stats;
  }
}
