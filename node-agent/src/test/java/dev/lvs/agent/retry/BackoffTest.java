package dev.lvs.agent.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(5));

  @Test
  void waitsTwiceAsLongEachTimeUpToALimit() {
    assertThat(backoff.afterFailure()).hasSeconds(1);
    assertThat(backoff.afterFailure()).hasSeconds(2);
    assertThat(backoff.afterFailure()).hasSeconds(4);
    assertThat(backoff.afterFailure()).hasSeconds(5);
    assertThat(backoff.afterFailure()).hasSeconds(5);
  }

  @Test
  void beginsAnewAfterSuccess() {
    backoff.afterFailure();
    backoff.afterFailure();

    backoff.afterSuccess();

    assertThat(backoff.afterFailure()).hasSeconds(1);
  }
}
