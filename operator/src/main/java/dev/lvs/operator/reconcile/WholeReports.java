package dev.lvs.operator.reconcile;

import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.api.v1alpha1.NodeReportPart;
import dev.lvs.api.v1alpha1.NodeReportPartSpec;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.parts.StoredReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Assembles the reports of nodes from their parts.
 *
 * <p>A status and the parts that it names come on two watches, in any order. For a moment the
 * previous report is used in place of an incomplete one; after that the incomplete one is used as
 * it is, and what it does not name is unknown.
 */
final class WholeReports {
  /** Time that parts may be on their way. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Function<String, Optional<NodeReportPart>> parts;
  private final Clock clock;
  private final Map<String, NodePlanStatus> last = new ConcurrentHashMap<>();
  private final Map<String, Instant> missing = new ConcurrentHashMap<>();

  /**
   * @param parts the NodeReportParts that there are, by name
   */
  WholeReports(Function<String, Optional<NodeReportPart>> parts, Clock clock) {
    this.parts = parts;
    this.clock = clock;
  }

  /** {@code plan} with the report of its node in one piece, as far as there is one. */
  NodePlan of(NodePlan plan) {
    String node = plan.getMetadata().getName();
    NodePlanStatus status = plan.getStatus();
    PlanReport stored = status == null ? null : status.report();
    if (status == null || stored == null) {
      missing.remove(node);
      return plan;
    }
    Optional<PlanReport> joined = StoredReport.join(stored, name -> part(node, name));
    if (joined.isPresent()) {
      missing.remove(node);
      NodePlanStatus whole = status.with(joined.get());
      last.put(node, whole);
      return with(plan, whole);
    }
    missing.putIfAbsent(node, clock.instant());
    NodePlanStatus before = last.get(node);
    return before != null && left(node).isPresent()
        ? with(plan, before.with(status.conditions()))
        : plan;
  }

  /** Returns how much longer missing parts of a report are waited for. */
  Optional<Duration> left(String node) {
    return Optional.ofNullable(missing.get(node))
        .map(since -> PATIENCE.minus(Duration.between(since, clock.instant())))
        .filter(Duration::isPositive);
  }

  void forget(String node) {
    last.remove(node);
    missing.remove(node);
  }

  private Optional<NodeReportPartSpec> part(String node, String name) {
    return parts
        .apply(name)
        .flatMap(part -> Optional.ofNullable(part.getSpec()))
        .filter(spec -> spec.nodeName().equals(node));
  }

  private static NodePlan with(NodePlan plan, NodePlanStatus status) {
    NodePlan other = new NodePlan();
    other.setMetadata(plan.getMetadata());
    other.setSpec(plan.getSpec());
    other.setStatus(status);
    return other;
  }
}
