package dev.lvs.agent.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lvs.agent.ledger.KernelLife;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.manifest.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code status.json} in the state directory, for {@code lvs status}: written whole and
 * renamed, by the holder of the ledger's lock, with each new status and every few seconds without
 * one.
 */
public final class StatusFile {
  private static final Logger LOG = LoggerFactory.getLogger(StatusFile.class);

  /** Interval of writes while there is nothing new. */
  private static final Duration AGAIN = Duration.ofSeconds(5);

  /** Time that a round may take before the last file is not believed. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path file;
  private final Duration goodFor;
  private @Nullable NodePlanStatus last;
  private Duration written = Duration.ZERO;
  private String trouble = "";

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
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      say(e);
    }
  }

  /** Says how it is now. */
  public void write(NodePlanStatus status, KernelLife life) {
    boolean isNew = !status.equals(last);
    if (!isNew && now().minus(written).compareTo(AGAIN) < 0) {
      return;
    }
    last = status;
    written = now();
    String at = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(
          fresh, Json.write(LocalStatus.of(status, at, life, written, goodFor)) + "\n", UTF_8);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      trouble = "";
    } catch (IOException e) {
      say(e);
    }
  }

  private void say(IOException failure) {
    String cause = failure.toString();
    if (!cause.equals(trouble)) {
      trouble = cause;
      LOG.warn("{} cannot be written ({}), so lvs status does not know how it is.", file, cause);
    }
  }

  /**
   * Returns what the file of a state directory says; empty where there is none.
   *
   * @throws IOException when it cannot be read
   * @throws IllegalArgumentException when it is damaged
   */
  public static Optional<LocalStatus> read(Path directory) throws IOException {
    try {
      return Optional.of(Json.read(Files.readString(file(directory)).strip(), LocalStatus.class));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  private static Path file(Path directory) {
    return directory.resolve("status.json");
  }

  /** A clock that all processes of a boot share, and nobody sets (CLOCK_MONOTONIC). */
  static Duration now() {
    return Duration.ofNanos(System.nanoTime());
  }
}
