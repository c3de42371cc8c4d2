package dev.lvs.operator.status.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.operator.status.MutableClock;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions that the operator itself writes into a NodePlan, and its memory of refusals. */
class RespondingTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.7Z");

  private final MutableClock clock = new MutableClock();

  @Test
  void saysThatAnAgentIsSilentAndWhatToDo() {
    Condition silent = Responding.silent("edge-1", Duration.ofSeconds(40), NOON);

    assertThat(silent.getType() + "=" + silent.getStatus() + " " + silent.getReason())
        .isEqualTo("Responding=False NodeSilent");
    assertThat(silent.getMessage())
        .startsWith("The agent on edge-1 has not been heard from for 40 s,")
        .endsWith("delete its Node.");
    assertThat(silent.getLastTransitionTime()).isEqualTo("2026-01-01T12:00:00Z");
  }

  @Test
  void saysThatItIsHeardFromAgain() {
    Condition heard = Responding.heard("edge-1", NOON);

    assertThat(heard.getType() + "=" + heard.getStatus() + " " + heard.getReason())
        .isEqualTo("Responding=True Responding");
  }

  @Test
  void readsWhatItSaid() {
    NodePlanStatus silent =
        NodePlanStatus.saying(Responding.silent("edge-1", Duration.ofSeconds(40), NOON));
    NodePlanStatus heard = NodePlanStatus.saying(Responding.heard("edge-1", NOON));
    NodePlanStatus nothing = NodePlanStatus.reporting(1L, "1", PlanReport.CLEAN);

    assertThat(Responding.isDenied(silent)).isTrue();
    assertThat(Responding.silence(silent).map(Trouble::isSilence)).contains(true);
    assertThat(Responding.isDenied(heard)).isFalse();
    assertThat(Responding.isDenied(nothing)).isFalse();
    assertThat(Responding.isDenied(null)).isFalse();
  }

  @Test
  void knowsItsOwnWordsFromAReport() {
    Condition heard = Responding.heard("edge-1", NOON);

    assertThat(Responding.isAllOf(NodePlanStatus.saying(heard))).isTrue();
    assertThat(
            Responding.isAllOf(
                NodePlanStatus.reporting(1L, "1", PlanReport.CLEAN).with(List.of(heard))))
        .isFalse();
    assertThat(Responding.isAllOf(NodePlanStatus.saying(Responding.heard("edge-1", NOON))))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "NodeSilent,      true,  false",
    "ReportTruncated, false, true",
    "NodeNotReady,    false, false",
    "PlanRefused,     false, false"
  })
  void aTroubleIsSilenceOrLeavesOpenOrIsAmiss(String reason, boolean silence, boolean open) {
    Trouble trouble = new Trouble(reason, "It is so.");

    assertThat(trouble.isSilence()).isEqualTo(silence);
    assertThat(trouble.leavesOpen()).isEqualTo(open);
  }

  @Test
  void theSameRefusedPlanIsNotTriedForAMinuteAndAnotherAtOnce() {
    NodePlanSpec wanted = NodePlanSpec.empty("edge-1");
    Refusal refusal = new Refusal(wanted, "Too large.", clock.instant());

    clock.passes(Duration.ofSeconds(20));
    assertThat(refusal.left(wanted, clock)).isEqualTo(Duration.ofSeconds(40));
    assertThat(refusal.left(NodePlanSpec.empty("edge-2"), clock)).isZero();
    clock.passes(Duration.ofSeconds(40));
    assertThat(refusal.left(wanted, clock)).isZero();
    assertThat(Optional.of(refusal.message())).contains("Too large.");
  }
}
