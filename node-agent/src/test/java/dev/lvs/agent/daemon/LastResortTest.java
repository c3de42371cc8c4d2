package dev.lvs.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.verdict.Row;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LastResortTest {
  @Test
  @Row("threads-end-loudly")
  void endsTheAgentWithAThreadThatEndsByADefect() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);

    Thread.ofPlatform()
        .name("lvs-defect")
        .uncaughtExceptionHandler(new LastResort(ended::countDown))
        .start(
            () -> {
              throw new IllegalStateException("this is a test of defects");
            });

    assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
  }
}
