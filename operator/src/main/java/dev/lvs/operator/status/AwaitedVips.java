package dev.lvs.operator.status;

import static dev.lvs.operator.status.condition.Verdict.READY;

import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.compile.Compilation.AwaitedVip;
import dev.lvs.operator.status.condition.Sentences;
import dev.lvs.operator.status.condition.Verdict;
import java.util.List;

/** Bounds readiness by the VIPs that nobody announces until other nodes have let them go. */
final class AwaitedVips {
  private AwaitedVips() {}

  /** No service is ready without one of its VIPs. */
  static Verdict bound(Verdict ready, List<AwaitedVip> awaited) {
    return awaited.isEmpty()
        ? ready
        : ready.atMost(
            Verdict.no(
                READY,
                ResourceReport.VIP_NOT_LET_GO,
                Sentences.all(awaited.stream().map(AwaitedVips::said).toList())));
  }

  private static String said(AwaitedVip vip) {
    return "Nobody announces %s yet: %s had it by another announcement and must report first that it is let go there; delete the Node of one that is off for good."
        .formatted(vip.address(), Sentences.list(vip.nodes()));
  }
}
