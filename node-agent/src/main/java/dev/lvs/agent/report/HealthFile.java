package dev.lvs.agent.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lvs.agent.health.ServerFinding;
import dev.lvs.agent.ledger.KernelLife;
import dev.lvs.manifest.Json;
import java.io.BufferedWriter;
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
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code health.json} in the state directory, for {@code lvs list --health}: written whole
 * and renamed, with each change and every few seconds without one; the more there is to write, the
 * more seldom. Used by one thread.
 */
public final class HealthFile {
  private static final Logger LOG = LoggerFactory.getLogger(HealthFile.class);

  /** Interval of writes while there is nothing new: probes go on, and succeed. */
  private static final Duration AGAIN = Duration.ofSeconds(5);

  /** Delay after which the file is not believed. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** Part of the time that writing may take. */
  private static final int SHARE = 100;

  private final Path file;
  private long written = -1;
  private Duration next = Duration.ZERO;
  private Duration rest = Duration.ZERO;
  private String trouble = "";

  /** A file that was not written yet. */
  public HealthFile(Path directory) {
    this.file = file(directory);
  }

  /**
   * Writes what is found, if it is time.
   *
   * @param revision another one whenever the findings changed
   */
  public void write(KernelLife life, long revision, Supplier<List<ServerFinding>> findings) {
    Duration began = StatusFile.now();
    if (began.compareTo(rest) < 0 || (revision == written && began.compareTo(next) < 0)) {
      return;
    }
    try {
      write(life, began, findings.get());
      trouble = "";
    } catch (IOException e) {
      say(e);
    }
    Duration now = StatusFile.now();
    written = revision;
    next = now.plus(AGAIN);
    rest = now.plus(now.minus(began).multipliedBy(SHARE));
  }

  /** Server by server: ten thousand of them need no text of all. */
  private void write(KernelLife life, Duration seen, List<ServerFinding> findings)
      throws IOException {
    Duration late = PATIENCE.plus(rest.minus(next).isPositive() ? rest.minus(next) : Duration.ZERO);
    String at = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    String head =
        Json.write(
            new LocalHealth(at, life.toString(), seen.toMillis(), late.toMillis(), List.of()));
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (BufferedWriter out = Files.newBufferedWriter(fresh, UTF_8)) {
      out.write(head, 0, head.lastIndexOf('}'));
      out.write(",\"servers\":[");
      String separator = "";
      for (ServerFinding finding : findings) {
        out.write(separator);
        out.write(Json.write(LocalHealth.Server.of(finding)));
        separator = ",\n";
      }
      out.write("]}\n");
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private void say(IOException failure) {
    String cause = failure.toString();
    if (!cause.equals(trouble)) {
      trouble = cause;
      LOG.warn(
          "{} cannot be written ({}), so lvs list --health does not know how servers are.",
          file,
          cause);
    }
  }

  /**
   * Returns what the file of a state directory says; empty where there is none.
   *
   * @throws IOException when it cannot be read
   * @throws IllegalArgumentException when it is damaged
   */
  public static Optional<LocalHealth> read(Path directory) throws IOException {
    try {
      return Optional.of(Json.read(Files.readString(file(directory)).strip(), LocalHealth.class));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  private static Path file(Path directory) {
    return directory.resolve("health.json");
  }
}
