package dev.lvs.operator.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one task on one thread, again whenever something has changed since its last run began.
 *
 * <p>A single change is handled at once. Under a storm the loop rests as long as it worked, so that
 * it never takes more than half a processor and more changes share one round.
 */
public final class ChangeLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeLoop.class);
  private static final Duration LONGEST_REST = Duration.ofSeconds(1);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private final Runnable round;
  private final InstantSource clock;
  private final Thread thread = Thread.ofPlatform().name("compile").daemon().unstarted(this::run);
  private final Semaphore changes = new Semaphore(0);
  private volatile boolean failing;
  private volatile Optional<Instant> wakeAt = Optional.empty();

  /**
   * @param clock by which rounds are asked for in {@link #wakeAt}
   */
  public ChangeLoop(Runnable round, InstantSource clock) {
    this.round = round;
    this.clock = clock;
  }

  /** Has a round begin at a time without any change; only the last call counts. By the task. */
  public void wakeAt(Optional<Instant> time) {
    wakeAt = time;
  }

  /** Begins, with one round; before this, changes only add up. */
  public void start() {
    changed();
    thread.start();
  }

  /** Says that something changed. Costs next to nothing, from any thread. */
  public void changed() {
    if (changes.availablePermits() == 0) {
      changes.release();
    }
  }

  /** Returns whether the last round threw, which is a bug; the next change tries again. */
  public boolean failing() {
    return failing;
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        awaitChange();
        // before the round: what comes while it runs is for the next one
        changes.drainPermits();
        long began = System.nanoTime();
        once();
        Duration worked = Duration.ofNanos(System.nanoTime() - began);
        Thread.sleep(worked.compareTo(LONGEST_REST) < 0 ? worked : LONGEST_REST);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitChange() throws InterruptedException {
    Optional<Instant> time = wakeAt;
    if (time.isEmpty()) {
      changes.acquire();
      return;
    }
    // in pieces: the clock may be set meanwhile
    while (time.get().isAfter(clock.instant())) {
      Duration left = Duration.between(clock.instant(), time.get());
      Duration piece = left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT;
      if (changes.tryAcquire(piece.toMillis() + 1, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
    wakeAt = Optional.empty();
  }

  private void once() {
    try {
      round.run();
      failing = false;
    } catch (RuntimeException bug) {
      failing = true;
      LOG.error("the cluster's resources could not be compiled; plans stay as they are", bug);
    }
  }
}
