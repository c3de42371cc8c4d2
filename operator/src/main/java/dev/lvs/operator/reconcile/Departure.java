package dev.lvs.operator.reconcile;

import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.compile.ResourceName;
import dev.lvs.operator.status.Announcement;
import dev.lvs.operator.status.Facts;
import dev.lvs.operator.status.NodeReport;
import dev.lvs.operator.status.PlanProgress;
import io.fabric8.kubernetes.api.model.Node;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether the nodes still hold something of a VirtualService that is being deleted.
 *
 * <p>A node whose agent is dead must not keep it for ever: the plan without the service stands all
 * the same, and the agent carries it out whenever it is back. So after {@link #PATIENCE} it goes,
 * and an Event names the node.
 */
final class Departure {
  /** How long a deletion waits for the nodes. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /** How soon to look again where no node's report will come to wake the reconciler. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Compiling compiling;
  private final Clock clock;

  Departure(Compiling compiling, Clock clock) {
    this.compiling = compiling;
    this.clock = clock;
  }

  /**
   * How far it is.
   *
   * @param left how long to wait at most; zero when it may go now
   * @param told what its user should know when it goes
   */
  record State(Duration left, Optional<Announcement> told) {}

  State of(VirtualService service) {
    ResourceName name = ResourceName.of(service);
    if (compiling.latest().isEmpty()
        || compiling.latest().get().facts(name, Facts.OfService.class).isPresent()
        || !allPlansRead()) {
      return new State(SOON, Optional.empty());
    }
    Map<String, PlanProgress> progress = compiling.reports().progressOf(name.toString());
    if (progress.values().stream().anyMatch(at -> !at.leaving())) {
      return new State(SOON, Optional.empty());
    }
    SortedSet<String> holding = new TreeSet<>(progress.keySet());
    holding.removeIf(node -> compiling.reports().of(node).filter(NodeReport::holding).isEmpty());
    Duration waited =
        Duration.between(
            Instant.parse(service.getMetadata().getDeletionTimestamp()), clock.instant());
    Duration left = PATIENCE.minus(waited);
    if (holding.isEmpty()) {
      return new State(Duration.ZERO, Optional.empty());
    }
    return left.isPositive()
        ? new State(left, Optional.empty())
        : new State(
            Duration.ZERO,
            Optional.of(Announcement.leftBehind(String.join(", ", holding), PATIENCE)));
  }

  /** A plan whose node is gone does not count: the garbage collector is about to take it. */
  private boolean allPlansRead() {
    Set<String> nodes =
        compiling.inputs().all(Node.class).stream()
            .map(node -> node.getMetadata().getName())
            .collect(Collectors.toSet());
    return compiling.inputs().all(NodePlan.class).stream()
        .map(plan -> plan.getMetadata().getName())
        .filter(nodes::contains)
        .allMatch(node -> compiling.reports().of(node).isPresent());
  }
}
