package dev.lvs.compile;

import dev.lvs.api.v1alpha1.Scheduler;
import dev.lvs.api.v1alpha1.VirtualServiceSpec;

/**
 * What the table of scheduler mh has room for. The kernel takes real servers beyond it without a
 * word, and serves on with the table as it was ({@code ip_vs_mh_reassign},
 * net/netfilter/ipvs/ip_vs_mh.c).
 */
final class MaglevRules {
  /** Places as distributions build the kernel, with CONFIG_IP_VS_MH_TAB_INDEX=12. */
  static final int PLACES = 4093;

  /** Above this a real server has fewer than ten places, and one more or less shows. */
  static final int EVEN = PLACES / 10;

  private MaglevRules() {}

  static void check(ResourceName name, VirtualServiceSpec spec, int realServers, Report report) {
    if (spec.scheduler() != Scheduler.MH || realServers <= EVEN) {
      return;
    }
    if (realServers > PLACES) {
      report.refuse(
          name,
          "spec.scheduler",
          Reason.TOO_MANY_REAL_SERVERS,
          "The table of mh has %d places, which is too few for %d real servers; use fewer, or another scheduler."
              .formatted(PLACES, realServers));
    } else {
      report.note(
          name,
          "spec.scheduler",
          Reason.TOO_MANY_REAL_SERVERS,
          "The table of mh has %d places, fewer than ten for each of %d real servers, whose shares come out uneven; use fewer, or another scheduler."
              .formatted(PLACES, realServers));
    }
  }
}
