package dev.lvs.agent.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class LatestTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Latest<String> box = new Latest<>();

  @Test
  void givesOnlyTheNewestOfSeveralValues() throws InterruptedException {
    box.put("old");
    box.put("new");

    assertThat(box.take(LONG)).contains("new");
    assertThat(box.take(Duration.ZERO)).isEmpty();
  }

  @Test
  void keepsTheNewerValueWhenAnOldOneIsPutBack() throws InterruptedException {
    box.put("new");

    box.putBack("old");

    assertThat(box.take(LONG)).contains("new");
  }

  @Test
  void wakesWhoeverWaitsForAValue() throws InterruptedException {
    Thread.ofPlatform().start(() -> box.put("value"));

    assertThat(box.take(LONG)).contains("value");
  }

  @Test
  void wakesWhoeverWaitsAtTheClose() throws InterruptedException {
    Thread.ofPlatform().start(box::close);

    assertThat(box.take(LONG)).isEmpty();
  }

  @Test
  void givesTheLastValueAfterTheClose() throws InterruptedException {
    box.put("last");
    box.close();

    assertThat(box.take(LONG)).contains("last");
  }
}
