package dev.lvs.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChangeLoopTest {
  private static final int STORM = 10_000;

  private final Semaphore begun = new Semaphore(0);
  private final Semaphore mayEnd = new Semaphore(0);
  private final AtomicInteger rounds = new AtomicInteger();

  @Test
  void answersAllChangesOfOneRoundByOneMore() throws Exception {
    try (ChangeLoop loop = new ChangeLoop(this::round, InstantSource.system())) {
      loop.start();
      begin();

      for (int change = 0; change < STORM; change++) {
        loop.changed();
      }
      mayEnd.release(2);
      begin();

      assertThat(begun.tryAcquire(200, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(rounds).hasValue(2);
    }
  }

  @Test
  void doesNothingBeforeItsStart() throws Exception {
    try (ChangeLoop loop = new ChangeLoop(this::round, InstantSource.system())) {
      loop.changed();

      assertThat(begun.tryAcquire(100, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  @Test
  void makesARoundWhenItsTimeHasComeAndNoMore() throws Exception {
    InstantSource clock = InstantSource.system();
    try (ChangeLoop loop = new ChangeLoop(this::round, clock)) {
      loop.wakeAt(Optional.of(clock.instant().plusMillis(300)));
      loop.start();
      mayEnd.release(3);
      begin();
      Instant before = clock.instant();

      begin();

      assertThat(clock.instant()).isAfter(before.plusMillis(100));
      assertThat(begun.tryAcquire(200, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  @Test
  void goesOnAfterARoundThatThrew() throws Exception {
    CountDownLatch twice = new CountDownLatch(2);
    try (ChangeLoop loop =
        new ChangeLoop(
            () -> {
              twice.countDown();
              if (twice.getCount() > 0) {
                throw new IllegalStateException("a bug");
              }
            },
            InstantSource.system())) {
      loop.start();
      while (!loop.failing()) {
        Thread.onSpinWait();
      }

      loop.changed();

      assertThat(twice.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private void round() {
    rounds.incrementAndGet();
    begun.release();
    mayEnd.acquireUninterruptibly();
  }

  private void begin() throws InterruptedException {
    assertThat(begun.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
  }
}
