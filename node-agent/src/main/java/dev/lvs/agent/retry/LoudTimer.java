package dev.lvs.agent.retry;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Timer on a daemon thread of its own, which dies of a defect in a task as any other thread does.
 * Those of the JDK keep the exception for whoever asks for the result, which nobody does, and run
 * the task no more.
 */
public final class LoudTimer extends ScheduledThreadPoolExecutor {
  /**
   * @param name of the thread
   */
  public LoudTimer(String name) {
    super(1, Thread.ofPlatform().daemon().name(name).factory());
  }

  @Override
  protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
    super.afterExecute(task, thrown);
    if (task instanceof Future<?> done && done.state() == Future.State.FAILED) {
      throw new IllegalStateException("A task ended by a defect.", done.exceptionNow());
    }
  }
}
