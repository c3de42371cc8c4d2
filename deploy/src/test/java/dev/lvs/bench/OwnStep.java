package dev.lvs.bench;

import java.util.concurrent.Callable;

/**
 * A step that this process takes.
 *
 * @param timed does it and gives the nanoseconds
 */
record OwnStep(Callable<Long> timed) implements BenchStep {
  @Override
  public long time() throws Exception {
    return timed.call() / 1000;
  }

  @Override
  public SystemCalls count() throws Exception {
    return SystemCalls.during(timed);
  }
}
