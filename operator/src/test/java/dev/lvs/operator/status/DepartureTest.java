package dev.lvs.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.operator.status.event.EventMessage;
import dev.lvs.operator.status.node.PlanChange;
import dev.lvs.operator.status.node.PlanProgress;
import dev.lvs.operator.status.node.Trouble;
import dev.lvs.verdict.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DepartureTest {
  private final MutableClock clock = new MutableClock();
  private final Instant deleted = clock.instant();

  @Test
  void goesAtOnceWhereNoNodeHoldsIt() {
    assertThat(Departure.of(Map.of(), deleted, clock))
        .isEqualTo(new Departure(Duration.ZERO, Optional.empty(), Optional.empty()));
  }

  @Test
  void looksAgainSoonWhileAPlanStillHasIt() {
    assertThat(Departure.of(Map.of("edge-1", progress(false)), deleted, clock))
        .isEqualTo(Departure.toBegin(deleted, clock));
  }

  @Row("deletion-explained")
  @Test
  void saysWhyAPlanThatIsNotTakenHoldsItUp() {
    clock.passes(Duration.ofSeconds(5));

    Departure departure =
        Departure.of(
            Map.of("edge-1", progress(false, Optional.of("No room for the plan."))),
            deleted,
            clock);

    assertThat(departure.waiting())
        .contains(
            "Being deleted: the plan of edge-1 without it is not in force yet. No room for the"
                + " plan.");
  }

  @Row("deletion-explained")
  @Test
  void saysForWhomItWaitsAndHowToGetOut() {
    assertThat(Departure.of(Map.of("edge-1", progress(true)), deleted, clock).waiting())
        .as("while nodes take it off as they do")
        .isEmpty();
    clock.passes(Duration.ofSeconds(5));

    Departure departure =
        Departure.of(
            Map.of("edge-1", progress(true, Optional.of("The agent on edge-1 is silent."))),
            deleted,
            clock);

    assertThat(departure.left()).isEqualTo(Duration.ofSeconds(55));
    assertThat(departure.waiting().orElseThrow())
        .isEqualTo(
            "Being deleted: waits for at most 60 s until edge-1 has taken it off. The agent on"
                + " edge-1 is silent. It is taken off later else, when the agent is back; where a"
                + " node is gone for good, delete its Node (kubectl delete node edge-1).");
  }

  @Test
  void waitsForTheNodesThatAreToTakeItOff() {
    clock.passes(Duration.ofSeconds(20));

    assertThat(Departure.of(Map.of("edge-1", progress(true)), deleted, clock))
        .extracting(Departure::left)
        .isEqualTo(Duration.ofSeconds(40));
  }

  @Test
  void goesWithoutTheDeadInTheEndAndNamesThem() {
    clock.passes(Departure.PATIENCE);

    Departure departure =
        Departure.of(Map.of("edge-2", progress(true), "edge-1", progress(true)), deleted, clock);

    assertThat(departure.left()).isZero();
    assertThat(departure.told())
        .contains(
            new EventMessage(
                true,
                "StillProgrammed",
                "Deleted, but not yet taken off edge-1 and edge-2, whose agent did not answer for"
                    + " 60 s; it will be when the agent is back. Where a node is gone for good,"
                    + " delete its Node."));
  }

  private PlanProgress progress(boolean leaving) {
    return progress(leaving, Optional.empty());
  }

  private PlanProgress progress(boolean leaving, Optional<String> trouble) {
    return new PlanProgress(
        new PlanChange(2, clock.instant(), true),
        leaving,
        false,
        List.of(),
        trouble.map(message -> new Trouble(Trouble.NODE_SILENT, message)));
  }
}
