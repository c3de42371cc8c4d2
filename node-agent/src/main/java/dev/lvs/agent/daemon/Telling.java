package dev.lvs.agent.daemon;

import dev.lvs.agent.bgp.BgpWatch;
import dev.lvs.agent.failover.CountedGroup;
import dev.lvs.agent.failover.LeaseKeeper;
import dev.lvs.agent.health.HealthMonitor;
import dev.lvs.agent.inbox.Inbox;
import dev.lvs.agent.inbox.Producer;
import dev.lvs.agent.ledger.KernelLife;
import dev.lvs.agent.report.HealthFile;
import dev.lvs.agent.report.HoldersFile;
import dev.lvs.agent.report.LocalHolders;
import dev.lvs.agent.report.LocalStatement;
import dev.lvs.agent.retry.SteadyClock;
import dev.lvs.agent.vrrp.VrrpKeeper;
import dev.lvs.agent.vrrp.VrrpSeen;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps a file of the state directory up to date, from a thread of its own: the loop may wait for a
 * day, and probes and renewals go on.
 */
final class Telling implements Producer {
  private static final Path PROC = Path.of("/proc");

  private final Duration interval;
  private final Writing writing;
  private final Runnable end;
  private final Thread thread;

  /** Writes the file as it is now. */
  @FunctionalInterface
  private interface Writing {
    void write(KernelLife life) throws InterruptedException;
  }

  private Telling(String name, Duration interval, Writing writing, Runnable end) {
    this.interval = interval;
    this.writing = writing;
    this.end = end;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  /** Tells how the real servers are. */
  static Producer health(HealthMonitor monitor, Path directory) {
    HealthFile file = new HealthFile(directory);
    return new Telling(
        "lvs-health-file",
        Duration.ofMillis(500),
        life -> file.write(life, monitor.revision(), monitor::findings),
        () -> {});
  }

  /**
   * Tells who has the VIPs. A keeper of Leases that does not answer has nothing written, so that
   * the file is not believed any more.
   *
   * @param leases empty where plans do not come from an API server
   * @param patience age of what a round saw after which it is not believed
   */
  static Producer holders(
      Optional<LeaseKeeper> leases,
      VrrpKeeper vrrp,
      BgpWatch bgp,
      Duration patience,
      Path directory) {
    HoldersFile file = new HoldersFile(directory);
    return new Telling(
        "lvs-holders-file",
        HoldersFile.INTERVAL,
        life -> {
          Optional<List<CountedGroup>> counted =
              leases.isPresent() ? leases.get().counted() : Optional.of(List.of());
          if (counted.isPresent()) {
            file.write(life, told(counted.get()), told(vrrp.seen(), patience), told(bgp));
          }
        },
        bgp::close);
  }

  private static List<LocalHolders.Group> told(List<CountedGroup> groups) {
    Duration toTimeOfDay =
        Duration.between(SteadyClock.STEADY.instant(), InstantSource.system().instant());
    return groups.stream().map(one -> LocalHolders.Group.of(one, toTimeOfDay)).toList();
  }

  private static List<LocalHolders.VrrpGroup> told(VrrpSeen seen, Duration patience) {
    Duration age = Duration.between(seen.at(), SteadyClock.STEADY.instant());
    Optional<String> doubt =
        age.compareTo(patience) > 0
            ? Optional.of("no round of the agent has ended for %d s".formatted(age.toSeconds()))
            : Optional.empty();
    List<LocalHolders.VrrpGroup> told = new ArrayList<>();
    seen.groups().forEach(one -> told.add(LocalHolders.VrrpGroup.of(one, doubt)));
    seen.unknown().stream()
        .sorted()
        .forEach(one -> told.add(LocalHolders.VrrpGroup.unknown(one, seen.why())));
    return told;
  }

  private static Optional<List<LocalHolders.BgpGroup>> told(BgpWatch bgp) {
    long now = LocalStatement.now().toMillis();
    return bgp.look()
        .map(sights -> sights.stream().map(one -> LocalHolders.BgpGroup.of(one, now)).toList());
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
    } finally {
      end.run();
    }
  }
}
