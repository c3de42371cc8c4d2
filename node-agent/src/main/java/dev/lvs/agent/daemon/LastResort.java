package dev.lvs.agent.daemon;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when one of its threads dies of an uncaught exception, which is logged first. An
 * agent that went on without one of its threads would miss changes and still report that all is
 * well.
 */
record LastResort(Runnable end) implements Thread.UncaughtExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(LastResort.class);

  /** For every thread of this process from now on. */
  static void install() {
    Thread.setDefaultUncaughtExceptionHandler(
        new LastResort(() -> Runtime.getRuntime().halt(ExitCode.BUG.number())));
  }

  @Override
  public void uncaughtException(Thread thread, Throwable defect) {
    LOG.error(
        "Thread {} ended by a defect of this program; so the agent ends, to be started anew. The"
            + " kernel stays as it is.",
        thread.getName(),
        defect);
    end.run();
  }
}
