package dev.lvs.operator.status;

import static java.util.Objects.requireNonNullElse;

import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.api.v1alpha1.PlanOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a node's plan and its report on it mean for each resource concerned.
 *
 * @param observedGeneration the generation of the plan that the node has reported on last; 0 where
 *     its agent has never reported
 * @param missing modules and capabilities that the node lacks
 * @param foreign entries in the kernel that are in the way and not ours
 * @param progress by resource, e.g. {@code VirtualService shop/web}
 */
public record NodeReport(
    String node,
    long observedGeneration,
    List<String> missing,
    List<String> foreign,
    Map<String, PlanProgress> progress) {
  public NodeReport {
    missing = List.copyOf(missing);
    foreign = List.copyOf(foreign);
    progress = Map.copyOf(progress);
  }

  /** Whether the node's agent has ever reported. */
  public boolean reporting() {
    return observedGeneration > 0;
  }

  /** Reads what the node says of its plan. */
  public static NodeReport of(NodePlan plan, PlanHistory history) {
    String node = plan.getMetadata().getName();
    NodePlanStatus status = plan.getStatus();
    if (status == null) {
      return new NodeReport(node, 0, List.of(), List.of(), progress(history, 0, Map.of()));
    }
    long observed = requireNonNullElse(status.observedGeneration(), 0L);
    return new NodeReport(
        node,
        observed,
        status.kernel() == null ? List.of() : status.kernel().missing(),
        status.foreign(),
        progress(history, observed, bySource(status.refused(), history.parts())));
  }

  /** The report of a node that is gone: nothing is to be expected of it. */
  public static NodeReport gone(String node) {
    return new NodeReport(node, 0, List.of(), List.of(), Map.of());
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
    return changed;
  }

  /** Whether this report says something else of the node itself than {@code earlier}. */
  public boolean nodeChangedSince(NodeReport earlier) {
    return reporting() != earlier.reporting()
        || !missing.equals(earlier.missing)
        || !foreign.equals(earlier.foreign);
  }

  private static Map<String, PlanProgress> progress(
      PlanHistory history, long observed, Map<String, List<PlanOutcome>> refused) {
    Map<String, PlanProgress> progress = new HashMap<>();
    history
        .departures()
        .forEach(
            (source, change) ->
                progress.put(source, new PlanProgress(change, true, false, List.of())));
    history
        .changes()
        .forEach(
            (source, change) -> {
              boolean carriedOut = observed >= change.generation();
              List<PlanOutcome> mine =
                  carriedOut ? refused.getOrDefault(source, List.of()) : List.of();
              progress.put(source, new PlanProgress(change, false, carriedOut, mine));
            });
    return progress;
  }

  /** A refusal counts for the resource it names and for every service that uses that resource. */
  private static Map<String, List<PlanOutcome>> bySource(
      List<PlanOutcome> outcomes, PlanParts parts) {
    Map<String, List<PlanOutcome>> refused = new HashMap<>();
    for (PlanOutcome outcome : outcomes) {
      Set<String> concerned = new HashSet<>(parts.usersOf(outcome.source()));
      concerned.add(outcome.source());
      concerned.forEach(
          source -> refused.computeIfAbsent(source, none -> new ArrayList<>()).add(outcome));
    }
    return refused;
  }
}
