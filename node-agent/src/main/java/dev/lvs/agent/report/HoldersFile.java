package dev.lvs.agent.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lvs.agent.ledger.KernelLife;
import dev.lvs.manifest.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code holders.json} in the state directory, for {@code lvs holders}: written whole and
 * renamed, every second. Used by one thread.
 */
public final class HoldersFile {
  private static final Logger LOG = LoggerFactory.getLogger(HoldersFile.class);

  /** Delay after which the file is not believed. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Path file;
  private String trouble = "";

  /** A file that was not written yet. */
  public HoldersFile(Path directory) {
    this.file = file(directory);
  }

  /** Says how the groups are now. */
  public void write(KernelLife life, List<LocalHolders.Group> groups) {
    LocalHolders said =
        new LocalHolders(
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            life.toString(),
            LocalHolders.now(),
            PATIENCE.toMillis(),
            groups);
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(fresh, Json.write(said) + "\n", UTF_8);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      trouble = "";
    } catch (IOException e) {
      String cause = e.toString();
      if (!cause.equals(trouble)) {
        trouble = cause;
        LOG.warn(
            "{} cannot be written ({}), so lvs holders does not know who has the VIPs.",
            file,
            cause);
      }
    }
  }

  /**
   * Returns what the file of a state directory says; empty where there is none.
   *
   * @throws IOException when it cannot be read
   * @throws IllegalArgumentException when it is damaged
   */
  public static Optional<LocalHolders> read(Path directory) throws IOException {
    try {
      return Optional.of(Json.read(Files.readString(file(directory)).strip(), LocalHolders.class));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  private static Path file(Path directory) {
    return directory.resolve("holders.json");
  }
}
