package dev.lvs.agent.daemon;

import dev.lvs.agent.failover.CountedGroup;
import dev.lvs.agent.failover.LeaseKeeper;
import dev.lvs.agent.health.HealthMonitor;
import dev.lvs.agent.inbox.Inbox;
import dev.lvs.agent.inbox.Producer;
import dev.lvs.agent.ledger.KernelLife;
import dev.lvs.agent.report.HealthFile;
import dev.lvs.agent.report.HoldersFile;
import dev.lvs.agent.report.LocalHolders;
import dev.lvs.agent.retry.SteadyClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Keeps a file of the state directory up to date, from a thread of its own: the loop may wait for a
 * day, and probes and renewals go on.
 */
final class Telling implements Producer {
  private static final Path PROC = Path.of("/proc");

  private final Duration interval;
  private final Writing writing;
  private final Thread thread;

  /** Writes the file as it is now. */
  @FunctionalInterface
  private interface Writing {
    void write(KernelLife life) throws InterruptedException;
  }

  private Telling(String name, Duration interval, Writing writing) {
    this.interval = interval;
    this.writing = writing;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  /** Tells how the real servers are. */
  static Producer health(HealthMonitor monitor, Path directory) {
    HealthFile file = new HealthFile(directory);
    return new Telling(
        "lvs-health-file",
        Duration.ofMillis(500),
        life -> file.write(life, monitor.revision(), monitor::findings));
  }

  /**
   * Tells who has the VIPs. A keeper that does not answer has nothing written, so that the file is
   * not believed any more.
   */
  static Producer holders(LeaseKeeper keeper, Path directory) {
    HoldersFile file = new HoldersFile(directory, HoldersFile.INTERVAL);
    return new Telling(
        "lvs-holders-file",
        HoldersFile.INTERVAL,
        life -> keeper.counted().ifPresent(groups -> file.write(life, told(groups))));
  }

  private static List<LocalHolders.Group> told(List<CountedGroup> groups) {
    Duration toTimeOfDay =
        Duration.between(SteadyClock.STEADY.instant(), InstantSource.system().instant());
    return groups.stream().map(one -> LocalHolders.Group.of(one, toTimeOfDay)).toList();
  }

  /** Tells that no VIP can have a Lease: where plans do not come from an API server. */
  static Producer noHolders(Path directory) {
    Duration interval = Duration.ofHours(1);
    HoldersFile file = new HoldersFile(directory, interval);
    return new Telling("lvs-holders-file", interval, life -> file.write(life, List.of()));
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
        writing.write(life);
        Thread.sleep(interval);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }
}
