package dev.lvs.operator.reconcile;

import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.NodeReportPart;
import dev.lvs.operator.status.node.NodeReport;
import dev.lvs.operator.status.node.PlanHistory;
import dev.lvs.operator.status.node.PlanProgress;
import dev.lvs.operator.status.node.Refusal;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Latest report of every node on its plan, and the history of the plans by which it is interpreted.
 * Read by all reconcilers; written by that of nodes, and by the compilation.
 */
public final class NodeReports {
  /**
   * Changes that a new report brings.
   *
   * @param sources resources on which its report changed
   * @param node the node, if the report on the node itself changed
   */
  public record News(Set<String> sources, Optional<String> node) {
    static final News NONE = new News(Set.of(), Optional.empty());
  }

  /** A plan that is not written yet. */
  private record Unwritten(NodePlanSpec plan, Instant at) {}

  private final Map<String, PlanHistory> histories = new ConcurrentHashMap<>();
  private final Map<String, NodePlan> plans = new ConcurrentHashMap<>();
  private final Map<String, NodeReport> reports = new ConcurrentHashMap<>();
  private final Map<String, Refusal> refusals = new ConcurrentHashMap<>();
  private final Map<String, Unwritten> unwritten = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> nodesBySource = new ConcurrentHashMap<>();
  private final WholeReports whole;
  private final Clock clock;

  /**
   * @param parts the NodeReportParts that there are, by name
   */
  public NodeReports(Function<String, Optional<NodeReportPart>> parts, Clock clock) {
    this.whole = new WholeReports(parts, clock);
    this.clock = clock;
  }

  /** Takes in a plan as it stands. */
  synchronized News read(NodePlan plan) {
    String node = plan.getMetadata().getName();
    PlanHistory known = histories.get(node);
    return take(plan, known == null ? PlanHistory.begin(plan, clock) : known.next(plan, clock));
  }

  /** Takes in a plan that has just been made where none was. */
  synchronized News created(NodePlan plan) {
    return take(plan, PlanHistory.create(plan, clock));
  }

  /**
   * Takes in that the API server does not take what a node is to hold.
   *
   * @param standing the plan that stays in force, if there is one
   */
  synchronized News refused(String node, Optional<NodePlan> standing, Refusal refusal) {
    refusals.put(node, refusal);
    return read(standing.orElseGet(() -> none(node)));
  }

  /**
   * Takes in that a node is to have another plan, which is not written yet: from here on nothing
   * that it changes is carried out, whatever the node says of the plan that stands.
   */
  synchronized News compiled(NodePlanSpec plan) {
    String node = plan.nodeName();
    unwritten.put(node, new Unwritten(plan, clock.instant()));
    NodePlan last = plans.get(node);
    return last == null ? News.NONE : read(last);
  }

  /** Takes in that this plan stands; returns whether it was not known to. */
  boolean written(NodePlanSpec plan) {
    Unwritten waiting = unwritten.get(plan.nodeName());
    return waiting != null
        && waiting.plan().equals(plan)
        && unwritten.remove(plan.nodeName(), waiting);
  }

  /** Returns whether the plan that stands is the one that was compiled last. */
  boolean standsAsCompiled(String node) {
    return !unwritten.containsKey(node);
  }

  /** Takes in that it takes everything; returns whether it did not before. */
  boolean taken(String node) {
    return refusals.remove(node) != null;
  }

  /** Returns what the API server did not take last, unless it took something since. */
  Optional<Refusal> refusal(String node) {
    return Optional.ofNullable(refusals.get(node));
  }

  /** Forgets a node that has no plan any more. */
  synchronized News gone(String node) {
    histories.remove(node);
    refusals.remove(node);
    unwritten.remove(node);
    plans.remove(node);
    whole.forget(node);
    NodeReport last = reports.remove(node);
    return last == null ? News.NONE : compare(last, NodeReport.gone(node));
  }

  public Optional<NodeReport> of(String node) {
    return Optional.ofNullable(reports.get(node));
  }

  /** The reports of those of {@code nodes} that have one, by node. */
  Map<String, NodeReport> of(Collection<String> nodes) {
    Map<String, NodeReport> known = new HashMap<>();
    nodes.forEach(node -> of(node).ifPresent(report -> known.put(node, report)));
    return known;
  }

  /** The nodes whose reports or plans name {@code source}. */
  Set<String> naming(String source) {
    return nodesBySource.getOrDefault(source, Set.of());
  }

  /** Returns how far the nodes are with {@code source}: those that hold it, or are to let it go. */
  public Map<String, PlanProgress> progressOf(String source) {
    Map<String, PlanProgress> progress = new HashMap<>();
    for (String node : naming(source)) {
      of(node).map(report -> report.progress().get(source)).ifPresent(at -> progress.put(node, at));
    }
    return progress;
  }

  /** The same, but only of nodes that have ever carried out a plan. */
  public Map<String, PlanProgress> holdersOf(String source) {
    Map<String, PlanProgress> progress = progressOf(source);
    progress.keySet().removeIf(node -> of(node).filter(NodeReport::holding).isEmpty());
    return progress;
  }

  /** After what time to look again for parts of the node's report, if some are missing. */
  Optional<Duration> missesParts(String node) {
    return whole.left(node);
  }

  private News take(NodePlan read, PlanHistory history) {
    NodePlan plan = whole.of(read);
    String node = plan.getMetadata().getName();
    plans.put(node, read);
    NodeReport report = report(plan, history);
    PlanHistory left = history.carriedOut(report.observedGeneration());
    histories.put(node, left);
    if (!left.equals(history)) {
      // the plan may stay, and nothing else may be said of it for long
      report = report(plan, left);
    }
    NodeReport last = reports.put(node, report);
    return compare(last == null ? NodeReport.gone(node) : last, report);
  }

  private NodeReport report(NodePlan plan, PlanHistory history) {
    String node = plan.getMetadata().getName();
    return refusal(node)
        .map(refusal -> NodeReport.refused(plan, history, refusal))
        .or(() -> Optional.ofNullable(unwritten.get(node)).map(next -> toCome(plan, history, next)))
        .orElseGet(() -> NodeReport.of(plan, history));
  }

  private static NodeReport toCome(NodePlan plan, PlanHistory history, Unwritten next) {
    return NodeReport.beforeWriting(plan, history, next.plan(), next.at());
  }

  /** Returns what stands of a plan that has never been taken. */
  private static NodePlan none(String node) {
    NodePlan plan = new NodePlan();
    plan.setMetadata(new ObjectMetaBuilder().withName(node).withGeneration(0L).build());
    return plan;
  }

  private News compare(NodeReport last, NodeReport now) {
    Set<String> changed = now.changedSince(last);
    for (String source : changed) {
      nodesBySource.compute(source, (_, nodes) -> with(nodes, now.node(), now.names(source)));
    }
    return new News(
        changed, now.nodeChangedSince(last) ? Optional.of(now.node()) : Optional.empty());
  }

  private static @Nullable Set<String> with(
      @Nullable Set<String> nodes, String node, boolean present) {
    Set<String> next = nodes == null ? new HashSet<>() : new HashSet<>(nodes);
    if (present) {
      next.add(node);
    } else {
      next.remove(node);
    }
    return next.isEmpty() ? null : Set.copyOf(next);
  }
}
