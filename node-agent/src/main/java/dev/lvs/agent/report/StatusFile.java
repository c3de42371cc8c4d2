package dev.lvs.agent.report;

import dev.lvs.agent.ledger.KernelLife;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code status.json} in the state directory, for {@code lvs status}: written by the
 * holder of the ledger's lock, with each new status and every few seconds without one.
 */
public final class StatusFile {
  /** Interval of writes while there is nothing new. */
  private static final Duration AGAIN = Duration.ofSeconds(5);

  /** Time that a round may take before the last file is not believed. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LocalFile<LocalStatus> file;
  private final Duration goodFor;
  private @Nullable NodePlanStatus last;
  private Duration written = Duration.ZERO;

  /**
   * A file that was not written yet.
   *
   * @param interval of two rounds
   */
  public StatusFile(Path directory, Duration interval) {
    this.file = file(directory);
    this.goodFor = interval.plus(PATIENCE);
  }

  /** What was said before is over. */
  public void begin() {
    file.remove();
  }

  /** Says how it is now. */
  public void write(NodePlanStatus status, KernelLife life) {
    Duration now = LocalStatement.now();
    if (status.equals(last) && now.minus(written).compareTo(AGAIN) < 0) {
      return;
    }
    last = status;
    written = now;
    file.write(LocalStatus.of(status, LocalFile.timeOfDay(), life, now, goodFor));
  }

  /**
   * Returns what the file of a state directory says; empty where there is none.
   *
   * @throws IOException when it cannot be read
   * @throws IllegalArgumentException when it is damaged
   */
  public static Optional<LocalStatus> read(Path directory) throws IOException {
    return file(directory).read();
  }

  private static LocalFile<LocalStatus> file(Path directory) {
    return new LocalFile<>(
        directory.resolve("status.json"),
        LocalStatus.class,
        "lvs status does not know how this node is");
  }
}
