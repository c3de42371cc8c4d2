package dev.lvs.agent.source;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Mailbox for one value between two threads: a newer value replaces one not yet taken. */
public final class Latest<T> implements AutoCloseable {
  private @Nullable T value;
  private boolean closed;

  /** Puts a value in, whatever lies there. */
  public synchronized void put(T fresh) {
    value = fresh;
    notifyAll();
  }

  /** Puts a value back that could not be used, unless there is a newer one. */
  public synchronized void putBack(T stale) {
    if (value == null) {
      put(stale);
    }
  }

  /**
   * Takes the value out, and waits for one while the box is open.
   *
   * @return empty when there is none after this long, or the box is closed and empty
   */
  public synchronized Optional<T> take(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (value == null && !closed) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return Optional.empty();
      }
      // rounded up, so that the last part of a millisecond is not spent in a busy loop
      wait(left / 1_000_000 + 1);
    }
    Optional<T> taken = Optional.ofNullable(value);
    value = null;
    return taken;
  }

  public synchronized boolean isClosed() {
    return closed;
  }

  /** Wakes whoever waits: nothing more will come. */
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
