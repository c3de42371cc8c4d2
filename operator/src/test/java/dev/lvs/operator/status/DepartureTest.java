package dev.lvs.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

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
        .isEqualTo(new Departure(Duration.ZERO, Optional.empty()));
  }

  @Test
  void looksAgainSoonWhileAPlanStillHasIt() {
    assertThat(Departure.of(Map.of("edge-1", progress(false)), deleted, clock))
        .isEqualTo(Departure.TO_BEGIN);
  }

  @Test
  void waitsForTheNodesThatAreToTakeItOff() {
    clock.passes(Duration.ofSeconds(20));

    assertThat(Departure.of(Map.of("edge-1", progress(true)), deleted, clock))
        .isEqualTo(new Departure(Duration.ofSeconds(40), Optional.empty()));
  }

  @Test
  void goesWithoutTheDeadInTheEndAndNamesThem() {
    clock.passes(Departure.PATIENCE);

    Departure departure =
        Departure.of(Map.of("edge-2", progress(true), "edge-1", progress(true)), deleted, clock);

    assertThat(departure.left()).isZero();
    assertThat(departure.told())
        .contains(
            new Announcement(
                true,
                "StillProgrammed",
                "Deleted, but not yet taken off edge-1 and edge-2, whose agent did not answer for"
                    + " 60 s; it will be when the agent is back."));
  }

  private PlanProgress progress(boolean leaving) {
    return new PlanProgress(
        new PlanChange(2, clock.instant(), true),
        leaving,
        false,
        List.of(),
        Optional.empty(),
        Optional.empty());
  }
}
