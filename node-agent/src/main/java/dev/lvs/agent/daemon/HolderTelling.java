package dev.lvs.agent.daemon;

import dev.lvs.agent.failover.GroupSight;
import dev.lvs.agent.failover.LeaseKeeper;
import dev.lvs.agent.inbox.Inbox;
import dev.lvs.agent.inbox.Producer;
import dev.lvs.agent.ledger.KernelLife;
import dev.lvs.agent.report.HoldersFile;
import dev.lvs.agent.report.LocalHolders;
import dev.lvs.agent.retry.SteadyClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Keeps the file of who has the VIPs up to date, from a thread of its own. A keeper that does not
 * answer has nothing written, so that the file is not believed any more.
 */
final class HolderTelling implements Producer {
  private static final Path PROC = Path.of("/proc");
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final LeaseKeeper keeper;
  private final HoldersFile file;
  private final Thread thread =
      Thread.ofPlatform().daemon().name("lvs-holders-file").unstarted(this::run);

  /** Tells what {@code keeper} knows. */
  HolderTelling(LeaseKeeper keeper, Path directory) {
    this.keeper = keeper;
    this.file = new HoldersFile(directory);
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
        keeper
            .sights()
            .ifPresent(
                sights -> file.write(life, sights.stream().map(HolderTelling::group).toList()));
        Thread.sleep(LOOK);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  static LocalHolders.Group group(GroupSight sight) {
    Duration ago = Duration.between(sight.since(), SteadyClock.STEADY.instant());
    return new LocalHolders.Group(
        sight.lease(),
        switch (sight.standing()) {
          case HOLDER -> "Holder";
          case HOLDER_WITHOUT_API -> "HolderWithoutApi";
          case ASKING -> "Asking";
          case WAITING -> "Waiting";
          case FENCED -> "Fenced";
          case LEAVING -> "Leaving";
        },
        sight.holder().orElse(null),
        Instant.now().minus(ago).truncatedTo(ChronoUnit.SECONDS).toString(),
        sight.renewed().toEpochMilli(),
        sight.until().map(Instant::toEpochMilli).orElse(null),
        sight.why().orElse(null));
  }
}
