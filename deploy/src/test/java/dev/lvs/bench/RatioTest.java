package dev.lvs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RatioTest {
  @Test
  void isTheMedianOfRatiosAndNotTheRatioOfMedians() {
    Ratio ratio = Ratio.of(List.of(10L, 30L, 200L), List.of(10L, 10L, 50L));

    assertThat(ratio).isEqualTo(new Ratio(3, 1, 4));
    assertThat(ratio).hasToString("3.00 (1.00-4.00)");
  }

  @Test
  void liesBetweenTheMiddleTwoOfAnEvenNumber() {
    assertThat(Ratio.of(List.of(20L, 40L), List.of(10L, 10L)).median()).isEqualTo(3);
  }
}
