package dev.lvs.agent.daemon;

import dev.lvs.agent.Agent;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends an agent on SIGTERM or SIGINT: the current round is finished, and the process ends with 0.
 */
final class Termination implements AutoCloseable {
  /** Longer than any round, shorter than the 30 s after which Kubernetes sends SIGKILL. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;

  private Termination(Agent agent) {
    this.hook = Thread.ofPlatform().name("lvs-termination").unstarted(() -> end(agent));
  }

  static Termination of(Agent agent) {
    Termination termination = new Termination(agent);
    Runtime.getRuntime().addShutdownHook(termination.hook);
    return termination;
  }

  private void end(Agent agent) {
    agent.close();
    try {
      boolean inTime = ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      // without it the JVM answers a signal with 128 + its number
      Runtime.getRuntime().halt(inTime ? ExitCode.OK.number() : ExitCode.KERNEL.number());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** The agent has ended. */
  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // the hook is at work, and waited for this
    }
  }
}
