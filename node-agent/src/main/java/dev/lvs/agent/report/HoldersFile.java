package dev.lvs.agent.report;

import dev.lvs.agent.ledger.KernelLife;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The file {@code holders.json} in the state directory, for {@code lvs holders}. Used by one
 * thread.
 */
public final class HoldersFile {
  /** Interval of writes. */
  public static final Duration INTERVAL = Duration.ofSeconds(1);

  /** Intervals without a write after which the file is not believed. */
  private static final int PATIENCE = 5;

  private final LocalFile<LocalHolders> file;

  /** A file that was not written yet. */
  public HoldersFile(Path directory) {
    this.file = file(directory);
  }

  /**
   * Says how the groups are now.
   *
   * @param bgp empty until it is known which groups without a Lease there are
   */
  public void write(
      KernelLife life,
      List<LocalHolders.Group> groups,
      List<LocalHolders.VrrpGroup> vrrp,
      Optional<List<LocalHolders.BgpGroup>> bgp) {
    file.write(
        new LocalHolders(
            LocalFile.timeOfDay(),
            life.toString(),
            LocalStatement.now().toMillis(),
            INTERVAL.multipliedBy(PATIENCE).toMillis(),
            groups,
            vrrp,
            bgp.orElse(List.of()),
            bgp.isPresent() ? null : "no plan has been carried out since the agent was started"));
  }

  /**
   * Returns what the file of a state directory says; empty where there is none.
   *
   * @throws IOException when it cannot be read
   * @throws IllegalArgumentException when it is damaged
   */
  public static Optional<LocalHolders> read(Path directory) throws IOException {
    return file(directory).read();
  }

  private static LocalFile<LocalHolders> file(Path directory) {
    return new LocalFile<>(
        directory.resolve("holders.json"),
        LocalHolders.class,
        "lvs holders does not know who has the VIPs");
  }
}
