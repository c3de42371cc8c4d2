package dev.lvs.compile.rules;

import dev.lvs.api.v1alpha1.OnFailure;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.Scheduler;
import dev.lvs.api.v1alpha1.SchedulerFlag;
import dev.lvs.api.v1alpha1.VirtualServiceSpec;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import java.util.List;

/**
 * Rules for the real servers behind a scheduler that hashes clients to them. The kernel accepts
 * every violation silently.
 */
public final class HashRules {
  /**
   * Places in the table of mh as distributions build the kernel (CONFIG_IP_VS_MH_TAB_INDEX=12). A
   * fuller one is never built; mh serves on with the last ({@code ip_vs_mh_reassign},
   * net/netfilter/ipvs/ip_vs_mh.c).
   */
  static final int PLACES = 4093;

  /** Above this a real server has fewer than ten places, and one more or less shows. */
  static final int EVEN = PLACES / 10;

  private HashRules() {}

  public static void check(
      ResourceName name,
      VirtualServiceSpec spec,
      List<PlannedDestination> destinations,
      Report report) {
    if (spec.scheduler() == Scheduler.MH) {
      places(name, destinations.size(), report);
    }
    destinations.stream()
        .filter(destination -> destination.weight() == 0)
        .findFirst()
        .ifPresent(drained -> drained(name, spec, drained, report));
    if (spec.healthCheck() != null && spec.onFailure() != OnFailure.REMOVE) {
      checked(name, spec, report);
    }
  }

  private static void places(ResourceName name, int realServers, Report report) {
    if (realServers > PLACES) {
      report.refuse(
          name,
          "spec.scheduler",
          Reason.TOO_MANY_REAL_SERVERS,
          "The table of mh has %d places, which is too few for %d real servers; use fewer, or another scheduler."
              .formatted(PLACES, realServers));
    } else if (realServers > EVEN) {
      report.note(
          name,
          "spec.scheduler",
          Reason.TOO_MANY_REAL_SERVERS,
          "The table of mh has %d places, fewer than ten for each of %d real servers, whose shares come out uneven; use fewer, or another scheduler."
              .formatted(PLACES, realServers));
    }
  }

  /**
   * A server keeps its part of the clients at weight 0, and the kernel turns these away. With mh
   * the agent gives it none, since the plan says 0.
   */
  private static void drained(
      ResourceName name, VirtualServiceSpec spec, PlannedDestination drained, Report report) {
    if (spec.scheduler() != Scheduler.MH) {
      refused(
          name,
          spec,
          "%s has weight 0".formatted(drained.source()),
          "take it out, or use another scheduler",
          report);
    }
  }

  /** With mh too it keeps its part, so that the clients of the others stay where they are. */
  private static void checked(ResourceName name, VirtualServiceSpec spec, Report report) {
    refused(
        name,
        spec,
        "A real server that fails its check has weight 0",
        "set onFailure: remove, or use another scheduler",
        report);
  }

  private static void refused(
      ResourceName name, VirtualServiceSpec spec, String cause, String otherwise, Report report) {
    String remedy =
        switch (spec.scheduler()) {
          case SH -> flagged(spec, SchedulerFlag.SH_FALLBACK);
          case MH -> flagged(spec, SchedulerFlag.MH_FALLBACK);
          case DH -> otherwise;
          case RR, WRR, LC, WLC, FO, OVF, LBLC, LBLCR, SED, NQ, TWOS -> "";
        };
    if (!remedy.isEmpty()) {
      report.note(
          name,
          "spec.scheduler",
          Reason.CLIENTS_REFUSED,
          "%s, and %s refuses the clients that it hashes there; %s."
              .formatted(cause, spec.scheduler().text(), remedy));
    }
  }

  private static String flagged(VirtualServiceSpec spec, SchedulerFlag fallback) {
    boolean fallsBack =
        spec.schedulerFlags().contains(fallback)
            || spec.schedulerFlags().contains(SchedulerFlag.FLAG_1);
    return fallsBack ? "" : "add %s to spec.schedulerFlags".formatted(fallback.text());
  }
}
