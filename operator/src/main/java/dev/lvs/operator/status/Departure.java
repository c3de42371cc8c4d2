package dev.lvs.operator.status;

import dev.lvs.operator.status.condition.Sentences;
import dev.lvs.operator.status.event.EventMessage;
import dev.lvs.operator.status.node.PlanProgress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Decision how long a VirtualService that is being deleted has to be kept visible.
 *
 * <p>A node whose agent is dead must not keep it for ever: the plan without the service is written
 * all the same, and the agent carries it out when it is back. So after {@link #PATIENCE} it goes,
 * and an Event names the node.
 *
 * @param left time after which to check again at the latest; zero when it may go now
 * @param waiting why it is still there, once that takes longer than it should
 * @param told a sentence for its user when it goes
 */
public record Departure(Duration left, Optional<String> waiting, Optional<EventMessage> told) {
  /** Longest wait of a deletion for the nodes. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration MOMENT = Duration.ofSeconds(1);

  /** Nothing is left of it. */
  private static final Departure DONE =
      new Departure(Duration.ZERO, Optional.empty(), Optional.empty());

  /** While plans have not been read, or not been compiled without it. */
  public static Departure toBegin(Instant deleted, Clock clock) {
    return wait(
        MOMENT,
        deleted,
        clock,
        "Being deleted: the plans of the nodes without it are being made; if it stays so, see the"
            + " log of lvs-operator.");
  }

  /**
   * Looks at the nodes.
   *
   * @param progress of the nodes that may still hold something of the service, by node
   * @param deleted when its user deleted it
   */
  public static Departure of(Map<String, PlanProgress> progress, Instant deleted, Clock clock) {
    if (progress.isEmpty()) {
      return DONE;
    }
    Collection<String> holding = nodes(progress, at -> !at.leaving());
    if (!holding.isEmpty()) {
      return wait(
          MOMENT,
          deleted,
          clock,
          "Being deleted: the plan of %s without it is not in force yet.%s"
              .formatted(Sentences.list(holding), troubles(progress)));
    }
    Duration left = PATIENCE.minus(Duration.between(deleted, clock.instant()));
    if (!left.isPositive()) {
      return new Departure(
          Duration.ZERO,
          Optional.empty(),
          Optional.of(EventMessage.leftBehind(new TreeSet<>(progress.keySet()), PATIENCE)));
    }
    Duration grace = Rollout.GRACE.minus(Duration.between(deleted, clock.instant()));
    return wait(
        grace.isPositive() ? grace : left,
        deleted,
        clock,
        "Being deleted: waits for at most %d s until %s has taken it off.%s It is taken off later else, when the agent is back; where a node is gone for good, delete its Node (kubectl delete node %s)."
            .formatted(
                PATIENCE.toSeconds(),
                Sentences.list(new TreeSet<>(progress.keySet())),
                troubles(progress),
                new TreeSet<>(progress.keySet()).getFirst()));
  }

  private static Departure wait(Duration left, Instant deleted, Clock clock, String why) {
    boolean overdue = Duration.between(deleted, clock.instant()).compareTo(Rollout.GRACE) >= 0;
    return new Departure(left, overdue ? Optional.of(why) : Optional.empty(), Optional.empty());
  }

  private static Collection<String> nodes(
      Map<String, PlanProgress> progress, Predicate<PlanProgress> which) {
    return new TreeSet<>(
        progress.entrySet().stream()
            .filter(entry -> which.test(entry.getValue()))
            .map(Map.Entry::getKey)
            .toList());
  }

  /** Returns what is known of why, each once. */
  private static String troubles(Map<String, PlanProgress> progress) {
    return progress.values().stream()
        .flatMap(at -> at.trouble().stream())
        .map(trouble -> " " + trouble.message())
        .distinct()
        .sorted()
        .limit(1)
        .reduce("", String::concat);
  }
}
