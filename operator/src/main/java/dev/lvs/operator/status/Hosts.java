package dev.lvs.operator.status;

import static dev.lvs.operator.status.condition.Verdict.READY;

import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.operator.status.condition.Sentences;
import dev.lvs.operator.status.condition.Verdict;
import dev.lvs.operator.status.facts.Facts;
import dev.lvs.operator.status.node.NodeReport;
import dev.lvs.operator.status.node.PlanProgress;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what the node that is a real server says of the VIPs that it is to hold quietly. */
final class Hosts {
  private Hosts() {}

  /** Returns what keeps it from serving, or from being known to; empty where there is nothing. */
  static Optional<Verdict> flaw(Facts.OfServer facts, Map<String, NodeReport> reports) {
    Optional<Verdict> worst = Optional.empty();
    for (String host : facts.hosts()) {
      NodeReport report = reports.get(host);
      for (Facts.Use use : facts.services()) {
        Optional<Verdict> flaw = flaw(host, report, use);
        if (flaw.filter(it -> it.truth() == Verdict.Truth.FALSE).isPresent()) {
          return flaw;
        }
        worst = worst.or(() -> flaw);
      }
    }
    return worst;
  }

  private static Optional<Verdict> flaw(String host, @Nullable NodeReport report, Facts.Use use) {
    if (report == null) {
      return Optional.of(
          Verdict.unknown(
              READY, Verdict.PENDING, "Node " + host + ": its agent has not reported yet."));
    }
    if (report.isSilent()) {
      return report.trouble().map(it -> Verdict.unknown(READY, it.reason(), it.message()));
    }
    PlanProgress at = report.progress().get(use.service().toString());
    // what a director says of a service is about its IPVS entry too
    if (at == null || use.directors().contains(host)) {
      return Optional.empty();
    }
    Optional<ResourceReport> said =
        at.said().stream()
            .filter(ResourceReport::fallsShort)
            .max(Comparator.comparing(ResourceReport::state));
    return said.map(
        entry ->
            entry.state() == ResourceState.UNKNOWN
                ? Verdict.unknown(READY, entry.reason(), Sentences.said(host, entry))
                : Verdict.no(READY, entry.reason(), Sentences.said(host, entry)));
  }
}
