package dev.lvs.agent.netlink.ipvs;

import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_STATS_ATTR_CONNS;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_STATS_ATTR_CPS;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_STATS_ATTR_OUTBPS;

import dev.lvs.agent.model.ipvs.Statistics;
import dev.lvs.agent.model.ipvs.Statistics.Traffic;
import dev.lvs.agent.netlink.AttributeReader;
import java.util.Arrays;

/**
 * The counters read last, from STATS64 where the kernel has it (4.1), else from STATS, whose
 * counters wrap at 2^32.
 */
final class StatisticsEntry {
  private final long[] values = new long[IPVS_STATS_ATTR_OUTBPS + 1];
  private boolean wide;

  void clear() {
    Arrays.fill(values, 0);
    wide = false;
  }

  /** Reads the nest the reader stands on, unless the wider one was read already. */
  void read(AttributeReader reader, boolean stats64) {
    if (wide) {
      return;
    }
    wide = stats64;
    reader.enter();
    while (reader.next()) {
      int type = reader.type();
      if (type >= IPVS_STATS_ATTR_CONNS && type <= IPVS_STATS_ATTR_OUTBPS) {
        // the byte counters are 64 bits wide in STATS too
        values[type] = reader.length() == Integer.BYTES ? reader.u32() : reader.u64();
      }
    }
    reader.leave();
  }

  Statistics toStatistics() {
    return new Statistics(traffic(IPVS_STATS_ATTR_CONNS), traffic(IPVS_STATS_ATTR_CPS));
  }

  private Traffic traffic(int first) {
    return new Traffic(
        values[first], values[first + 1], values[first + 2], values[first + 3], values[first + 4]);
  }
}
