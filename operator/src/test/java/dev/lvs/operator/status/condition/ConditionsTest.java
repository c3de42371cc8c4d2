package dev.lvs.operator.status.condition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.problem.Consequence;
import dev.lvs.compile.problem.Problem;
import dev.lvs.compile.problem.Reason;
import dev.lvs.operator.status.MutableClock;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConditionsTest {
  private static final ResourceName WEB = ResourceName.parse("VirtualService shop/web");

  private final MutableClock clock = new MutableClock();

  @ParameterizedTest
  @EnumSource(Verdict.Truth.class)
  void aConditionIsAVerdictWithATime(Verdict.Truth truth) {
    Verdict verdict = new Verdict("Ready", truth, "Because", "It is so.");

    Condition condition = new Conditions(List.of(), 7, clock).of(verdict).getFirst();

    assertThat(condition.getType()).isEqualTo("Ready");
    assertThat(condition.getStatus()).isEqualTo(truth.text()).isIn("True", "False", "Unknown");
    assertThat(condition.getReason()).isEqualTo("Because");
    assertThat(condition.getMessage()).isEqualTo("It is so.");
    assertThat(condition.getObservedGeneration()).isEqualTo(7);
    assertThat(condition.getLastTransitionTime()).isEqualTo("2026-01-01T00:00:00Z");
  }

  /** As Kubernetes defines it: the time of the last change of the truth, not of the words. */
  @ParameterizedTest
  @CsvSource({
    "True,    True,    2026-01-01T00:00:00Z",
    "True,    False,   2026-01-01T01:00:00Z",
    "False,   Unknown, 2026-01-01T01:00:00Z",
    "Unknown, Unknown, 2026-01-01T00:00:00Z"
  })
  void theTimeIsThatOfTheLastChangeOfTruth(String before, String after, String time) {
    List<Condition> earlier = new Conditions(List.of(), 1, clock).of(verdict(before, "One"));
    clock.passes(Duration.ofHours(1));

    List<Condition> later = new Conditions(earlier, 2, clock).of(verdict(after, "Another"));

    assertThat(later)
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.getLastTransitionTime()).isEqualTo(time);
              assertThat(it.getReason()).isEqualTo("Another");
              assertThat(it.getObservedGeneration()).isEqualTo(2);
            });
  }

  @Test
  void theSameAgainIsEqualSoThatNothingIsWritten() {
    List<Condition> once = new Conditions(List.of(), 1, clock).of(verdict("True", "One"));
    clock.passes(Duration.ofDays(1));

    assertThat(new Conditions(once, 1, clock).of(verdict("True", "One"))).isEqualTo(once);
  }

  @Test
  void findsACondition() {
    List<Condition> conditions =
        new Conditions(List.of(), 1, clock)
            .of(Verdict.yes("Accepted", "Accepted", "Yes."), Verdict.no("Ready", "No", "No."));

    assertThat(Conditions.find(conditions, "Ready").map(Condition::getReason)).contains("No");
    assertThat(Conditions.find(conditions, "Programmed")).isEmpty();
  }

  @Test
  void whatHasNoProblemIsAccepted() {
    assertThat(AcceptedCondition.of(List.of()))
        .isEqualTo(Verdict.yes("Accepted", "Accepted", "The spec is in force."));
    assertThat(AcceptedCondition.refused(List.of())).isFalse();
  }

  /** What is refused counts before what is left out or noted, and is said alone. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          REFUSED  |          | False VipNotInPool
          NOTED    |          | True VipNotInPool
          LEFT_OUT |          | True VipNotInPool
          NOTED    | REFUSED  | False PortMismatch
          LEFT_OUT | NOTED    | True VipNotInPool
          REFUSED  | REFUSED  | False VipNotInPool
          """)
  void theGravestProblemDecides(Consequence first, Consequence second, String verdict) {
    Problem one = new Problem(WEB, "spec.a", Reason.VIP_NOT_IN_POOL, first, "One.");
    List<Problem> problems =
        second == null
            ? List.of(one)
            : List.of(one, new Problem(WEB, "spec.b", Reason.PORT_MISMATCH, second, "Two."));

    Verdict accepted = AcceptedCondition.of(problems);

    assertThat(accepted.truth().text() + " " + accepted.reason()).isEqualTo(verdict);
    assertThat(AcceptedCondition.refused(problems)).isEqualTo(verdict.startsWith("False"));
  }

  private static Verdict verdict(String truth, String reason) {
    return switch (truth) {
      case "True" -> Verdict.yes("Ready", reason, "It is so.");
      case "False" -> Verdict.no("Ready", reason, "It is so.");
      default -> Verdict.unknown("Ready", reason, "It is so.");
    };
  }
}
