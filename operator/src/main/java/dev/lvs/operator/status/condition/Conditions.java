package dev.lvs.operator.status.condition;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Turns verdicts into conditions whose transition time is that of the last change of their truth.
 */
public final class Conditions {
  private final List<Condition> before;
  private final long generation;
  private final Clock clock;

  public Conditions(List<Condition> before, long generation, Clock clock) {
    this.before = before;
    this.generation = generation;
    this.clock = clock;
  }

  /** One condition per verdict, in their order. */
  public List<Condition> of(Verdict... verdicts) {
    return List.of(verdicts).stream().map(this::condition).toList();
  }

  private Condition condition(Verdict verdict) {
    String time =
        find(before, verdict.type())
            .filter(earlier -> earlier.getStatus().equals(verdict.truth().text()))
            .map(Condition::getLastTransitionTime)
            .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    return new ConditionBuilder()
        .withType(verdict.type())
        .withStatus(verdict.truth().text())
        .withReason(verdict.reason())
        .withMessage(verdict.message())
        .withObservedGeneration(generation)
        .withLastTransitionTime(time)
        .build();
  }

  public static Optional<Condition> find(List<Condition> conditions, String type) {
    return conditions.stream().filter(condition -> condition.getType().equals(type)).findFirst();
  }
}
