package dev.lvs.agent.round;

import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Outcome.Refused;
import dev.lvs.agent.retry.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Changes that the kernel refused and that are still wanted. While the desired state is the same
 * they are retried with backoff, so that the same refusal does not burden kernel and log every
 * second.
 *
 * <p>They are retried all together, and together with all other changes: one may be a prerequisite
 * of another, as hiding a VIP is of holding it.
 */
final class Refusals {
  private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
  private final Map<Change, Refused> standing = new LinkedHashMap<>();
  private Instant nextTry = Instant.MIN;

  /** Those of the wanted changes that are to be tried now: all or none. */
  List<Change> due(List<? extends Change> wanted, Instant now) {
    if (!standing.isEmpty()) {
      standing.keySet().retainAll(Set.copyOf(wanted));
    }
    boolean nothingNew = standing.size() == wanted.size();
    return nothingNew && now.isBefore(nextTry) ? List.of() : List.copyOf(wanted);
  }

  /**
   * Takes note of the outcomes of everything that was due.
   *
   * @return the refusals that are new, or have another cause than the last time
   */
  List<Refused> learn(List<Outcome> outcomes, Instant now) {
    Map<Change, Refused> before = Map.copyOf(standing);
    standing.clear();
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Refused refused) {
        standing.put(refused.change(), refused);
      }
    }
    if (standing.isEmpty()) {
      backoff.afterSuccess();
    } else {
      nextTry = now.plus(backoff.afterFailure());
    }
    return standing.values().stream()
        .filter(refused -> !refused.equals(before.get(refused.change())))
        .toList();
  }

  /** There is a new plan: everything may be tried at once. */
  void retryAll() {
    backoff.afterSuccess();
    nextTry = Instant.MIN;
  }

  /** The changes that stand refused. */
  Set<Change> changes() {
    return Set.copyOf(standing.keySet());
  }

  /** Everything that stands refused, in the order in which it was tried. */
  List<Refused> standing() {
    return List.copyOf(standing.values());
  }
}
