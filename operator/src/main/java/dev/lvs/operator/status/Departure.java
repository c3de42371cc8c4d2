package dev.lvs.operator.status;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How long a VirtualService that is being deleted has to be kept visible.
 *
 * <p>A node whose agent is dead must not keep it for ever: the plan without the service stands all
 * the same, and the agent carries it out whenever it is back. So after {@link #PATIENCE} it goes,
 * and an Event names the node.
 *
 * @param left how long to wait at most; zero when it may go now
 * @param told what its user should know when it goes
 */
public record Departure(Duration left, Optional<Announcement> told) {
  /** How long a deletion waits for the nodes. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  /** While a plan still holds the service; no report of a node will come to end the wait. */
  public static final Departure TO_BEGIN = new Departure(Duration.ofSeconds(1), Optional.empty());

  /**
   * Looks at the nodes.
   *
   * @param progress of the nodes that may still hold something of the service, by node
   * @param deleted when its user deleted it
   */
  public static Departure of(Map<String, PlanProgress> progress, Instant deleted, Clock clock) {
    if (progress.values().stream().anyMatch(at -> !at.leaving())) {
      return TO_BEGIN;
    }
    Duration left = PATIENCE.minus(Duration.between(deleted, clock.instant()));
    if (progress.isEmpty()) {
      return new Departure(Duration.ZERO, Optional.empty());
    }
    return left.isPositive()
        ? new Departure(left, Optional.empty())
        : new Departure(
            Duration.ZERO,
            Optional.of(Announcement.leftBehind(new TreeSet<>(progress.keySet()), PATIENCE)));
  }
}
