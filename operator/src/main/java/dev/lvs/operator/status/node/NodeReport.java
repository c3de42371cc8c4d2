package dev.lvs.operator.status.node;

import static java.util.Objects.requireNonNullElse;
import static java.util.stream.Collectors.groupingBy;

import dev.lvs.api.v1alpha1.LeaseReport;
import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.api.v1alpha1.VrrpReport;
import dev.lvs.operator.status.condition.Verdict;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Interpretation of a node's plan and of its report on it, for each resource concerned.
 *
 * @param reporting whether its agent has ever reported
 * @param observedGeneration the generation of the plan that the node has carried out last; 0 for
 *     none
 * @param trouble hindrance to its agent in carrying plans out, or some of them
 * @param progress by resource, e.g. {@code VirtualService shop/web}
 * @param servers what it says of real servers
 * @param leases what it says of the Leases of its plan; while it is silent, what it said last
 * @param vrrp the same of the groups whose VIPs directors have by VRRP
 */
public record NodeReport(
    String node,
    boolean reporting,
    long observedGeneration,
    Optional<Trouble> trouble,
    Map<String, PlanProgress> progress,
    ServerReport servers,
    List<LeaseReport> leases,
    List<VrrpReport> vrrp) {
  /** The reason that agents give for a plan that they are too old for. */
  private static final String UNREADABLE_PLAN = "UnreadablePlan";

  public NodeReport {
    progress = Map.copyOf(progress);
    leases = List.copyOf(leases);
    vrrp = List.copyOf(vrrp);
  }

  /** A node that says nothing of VRRP. */
  public NodeReport(
      String node,
      boolean reporting,
      long observedGeneration,
      Optional<Trouble> trouble,
      Map<String, PlanProgress> progress,
      ServerReport servers,
      List<LeaseReport> leases) {
    this(node, reporting, observedGeneration, trouble, progress, servers, leases, List.of());
  }

  /** A node that says nothing of Leases. */
  public NodeReport(
      String node,
      boolean reporting,
      long observedGeneration,
      Optional<Trouble> trouble,
      Map<String, PlanProgress> progress,
      ServerReport servers) {
    this(node, reporting, observedGeneration, trouble, progress, servers, List.of());
  }

  /** A node that checks nothing. */
  public NodeReport(
      String node,
      boolean reporting,
      long observedGeneration,
      Optional<Trouble> trouble,
      Map<String, PlanProgress> progress) {
    this(node, reporting, observedGeneration, trouble, progress, ServerReport.NONE);
  }

  /**
   * Returns whether its agent is not heard from, so that nothing else here is known to be so still.
   */
  public boolean isSilent() {
    return trouble.filter(Trouble::isSilence).isPresent();
  }

  /** Returns whether something is said of a resource here. */
  public boolean names(String source) {
    return progress.containsKey(source) || servers.byServer().containsKey(source);
  }

  /** Returns whether the node may hold something of ours. */
  public boolean holding() {
    return observedGeneration > 0;
  }

  /** Reads what the node says of its plan. */
  public static NodeReport of(NodePlan plan, PlanHistory history) {
    return of(plan, history, Optional.empty());
  }

  /**
   * The same while the API server does not take the next plan: what that changes is not carried
   * out, and all else is as it is.
   */
  public static NodeReport refused(NodePlan plan, PlanHistory history, Refusal refusal) {
    return of(
        plan,
        history.next(history.generation() + 1, refusal.wanted(), refusal.at()),
        Optional.of(new Trouble(Trouble.PLAN_REFUSED, refusal.message())));
  }

  /** The same while the next plan is not written yet. */
  public static NodeReport beforeWriting(
      NodePlan plan, PlanHistory history, NodePlanSpec next, Instant at) {
    return of(plan, history.next(history.generation() + 1, next, at), Optional.empty());
  }

  private static NodeReport of(NodePlan plan, PlanHistory history, Optional<Trouble> refusal) {
    String node = plan.getMetadata().getName();
    NodePlanStatus status = plan.getStatus();
    Optional<Trouble> silence = Responding.silence(status);
    if (status == null || Responding.isAllOf(status)) {
      Optional<Trouble> trouble = silence.or(() -> refusal);
      return new NodeReport(
          node, false, 0, trouble, progress(history, 0, Map.of(), trouble, Optional.empty()));
    }
    long observed = requireNonNullElse(status.observedGeneration(), 0L);
    Optional<Trouble> trouble = silence.or(() -> refusal).or(() -> trouble(status));
    return new NodeReport(
        node,
        true,
        observed,
        trouble,
        progress(history, observed, bySource(status.report()), trouble, gap(status.report())),
        ServerReport.of(status.report()),
        status.leases(),
        status.vrrp());
  }

  /** The report of a node that is gone: nothing is to be expected of it. */
  public static NodeReport gone(String node) {
    return new NodeReport(node, false, 0, Optional.empty(), Map.of());
  }

  /** The resources for which this report says something else than {@code earlier}. */
  public Set<String> changedSince(NodeReport earlier) {
    Set<String> changed = new HashSet<>(progress.keySet());
    changed.addAll(earlier.progress.keySet());
    changed.removeIf(
        source -> {
          PlanProgress now = progress.get(source);
          return now != null && now.equals(earlier.progress.get(source));
        });
    changed.addAll(servers.changedSince(earlier.servers));
    return changed;
  }

  /** Returns whether this report says something else of the node itself than {@code earlier}. */
  public boolean nodeChangedSince(NodeReport earlier) {
    return reporting != earlier.reporting
        || !trouble.equals(earlier.trouble)
        || servers.complete() != earlier.servers.complete();
  }

  /** Returns what the agent says of itself, and of a plan that it cannot read. */
  private static Optional<Trouble> trouble(NodePlanStatus status) {
    return status.conditions().stream()
        .filter(condition -> condition.getStatus().equals("False"))
        .filter(
            condition ->
                condition.getType().equals(Verdict.READY)
                    || condition.getReason().equals(UNREADABLE_PLAN))
        .map(condition -> new Trouble(Trouble.NODE_NOT_READY, condition.getMessage()))
        .findFirst();
  }

  /** A report that does not name all that is not as planned proves nothing about the rest. */
  private static Optional<Trouble> gap(@Nullable PlanReport report) {
    if (report == null) {
      return truncated(
          "Its agent does not say which resources are as planned; update the node-agent if it is"
              + " older than the operator.");
    }
    if (!report.parts().isEmpty()) {
      return truncated(
          "A part of its report is missing (kubectl get nodereportparts), so how this resource"
              + " stands there is not known; its agent writes the part with its next report, or"
              + " when it starts anew.");
    }
    return report.complete()
        ? Optional.empty()
        : truncated(
            requireNonNullElse(report.unnamed(), 0)
                + " more resources are not as planned there than its report has room for, and"
                + " whether this is one of them is not known. See the reasons in status.report of"
                + " the NodePlan, or the log of lvs-node-agent there.");
  }

  private static Optional<Trouble> truncated(String message) {
    return Optional.of(new Trouble(Trouble.REPORT_TRUNCATED, message));
  }

  private static Map<String, PlanProgress> progress(
      PlanHistory history,
      long observed,
      Map<String, List<ResourceReport>> said,
      Optional<Trouble> trouble,
      Optional<Trouble> gap) {
    Map<String, PlanProgress> progress = new HashMap<>();
    history
        .departures()
        .forEach(
            (source, change) ->
                progress.put(
                    source,
                    new PlanProgress(change, true, false, List.of(), seenBy(source, trouble))));
    Optional<Trouble> silence = trouble.filter(Trouble::isSilence);
    history
        .changes()
        .forEach(
            (source, change) -> {
              List<ResourceReport> its = said.getOrDefault(source, List.of());
              if (observed < change.generation()) {
                progress.put(
                    source,
                    new PlanProgress(change, false, false, measured(its), seenBy(source, trouble)));
              } else if (gap.isEmpty() || its.stream().anyMatch(NodeReport::isNotAsPlanned)) {
                progress.put(source, new PlanProgress(change, false, true, its, silence));
              } else {
                progress.put(
                    source, new PlanProgress(change, false, false, its, silence.or(() -> gap)));
              }
            });
    return progress;
  }

  private static Optional<Trouble> seenBy(String source, Optional<Trouble> trouble) {
    return trouble.map(it -> Discretion.trouble(it, ResourceName.parse(source)));
  }

  private static boolean isNotAsPlanned(ResourceReport entry) {
    return entry.state() != ResourceState.PROGRAMMED;
  }

  /** Returns what holds whatever the plan says: the rest is about an earlier one. */
  private static List<ResourceReport> measured(List<ResourceReport> said) {
    return said.stream().filter(entry -> !isNotAsPlanned(entry) || entry.concernsHealth()).toList();
  }

  private static Map<String, List<ResourceReport>> bySource(@Nullable PlanReport report) {
    return report == null
        ? Map.of()
        : report.entries().stream()
            .filter(entry -> entry.check() == null)
            .map(Discretion::entry)
            .collect(groupingBy(entry -> entry.source().toString()));
  }
}
