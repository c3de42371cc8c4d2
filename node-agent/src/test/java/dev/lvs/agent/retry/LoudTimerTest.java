package dev.lvs.agent.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.verdict.Row;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoudTimerTest {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Row("threads-end-loudly")
  void aTaskThatEndsByADefectEndsItsThread(boolean again) throws Exception {
    CompletableFuture<Throwable> uncaught = new CompletableFuture<>();
    IllegalStateException defect = new IllegalStateException("this is a test of defects");
    Runnable task =
        () -> {
          Thread.currentThread()
              .setUncaughtExceptionHandler((_, thrown) -> uncaught.complete(thrown));
          throw defect;
        };
    try (LoudTimer timer = new LoudTimer("defect")) {
      var _ =
          again
              ? timer.scheduleWithFixedDelay(task, 0, 1, TimeUnit.MILLISECONDS)
              : timer.schedule(task, 0, TimeUnit.MILLISECONDS);

      assertThat(uncaught.get(30, TimeUnit.SECONDS)).hasCause(defect);
    }
  }

  @Test
  void goesOnWithTasksThatEndWellOrAreCancelled() throws Exception {
    CountDownLatch times = new CountDownLatch(5);
    try (LoudTimer timer = new LoudTimer("well")) {
      timer.schedule(times::countDown, 1, TimeUnit.HOURS).cancel(false);
      var _ = timer.schedule(times::countDown, 0, TimeUnit.MILLISECONDS);
      var _ = timer.scheduleWithFixedDelay(times::countDown, 0, 1, TimeUnit.MILLISECONDS);

      assertThat(times.await(30, TimeUnit.SECONDS)).isTrue();
      timer.shutdownNow();
    }
  }
}
