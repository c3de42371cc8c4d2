package dev.lvs.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class VitalsTest {
  private Instant now = Instant.EPOCH;
  private final Vitals vitals = new Vitals(() -> now);

  @Test
  void isReadyWhenAPlanHasBeenCarriedOut() {
    assertThat(vitals.unready()).contains("no plan has been read and carried out yet");
    assertThat(vitals.unhealthy()).isEmpty();

    vitals.settle();

    assertThat(vitals.unready()).isEmpty();
  }

  @Test
  void isUnhealthyWhenTheLoopDoesNotComeRound() {
    vitals.settle();

    now = now.plus(Vitals.PATIENCE).plusSeconds(1);

    assertThat(vitals.unhealthy()).contains("the reconcile loop has not come round for 121 s");
    assertThat(vitals.unready()).isPresent();

    vitals.turn();

    assertThat(vitals.unhealthy()).isEmpty();
    assertThat(vitals.unready()).isEmpty();
  }
}
