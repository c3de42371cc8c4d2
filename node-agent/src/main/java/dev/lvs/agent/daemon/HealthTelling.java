package dev.lvs.agent.daemon;

import dev.lvs.agent.health.HealthMonitor;
import dev.lvs.agent.inbox.Inbox;
import dev.lvs.agent.inbox.Producer;
import dev.lvs.agent.ledger.KernelLife;
import dev.lvs.agent.report.HealthFile;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Keeps the file of the health of real servers up to date, from a thread of its own: the loop may
 * wait for a day, and probes go on.
 */
final class HealthTelling implements Producer {
  private static final Path PROC = Path.of("/proc");
  private static final Duration LOOK = Duration.ofMillis(500);

  private final HealthMonitor monitor;
  private final HealthFile file;
  private final Thread thread =
      Thread.ofPlatform().daemon().name("lvs-health-file").unstarted(this::run);

  HealthTelling(HealthMonitor monitor, Path directory) {
    this.monitor = monitor;
    this.file = new HealthFile(directory);
  }

  @Override
  public void begin(Inbox none) {
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    KernelLife life = KernelLife.current(PROC);
    try {
      while (true) {
        file.write(life, monitor.revision(), monitor::findings);
        Thread.sleep(LOOK);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }
}
