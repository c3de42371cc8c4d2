package dev.lvs.agent.report;

import dev.lvs.agent.health.ServerFinding;
import dev.lvs.agent.ledger.KernelLife;
import dev.lvs.manifest.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The file {@code health.json} in the state directory, for {@code lvs list --health}: written with
 * each change and every few seconds without one; the more there is to write, the more seldom. Used
 * by one thread.
 */
public final class HealthFile {
  /** Interval of writes while there is nothing new: probes go on, and succeed. */
  private static final Duration AGAIN = Duration.ofSeconds(5);

  /** Part of the time that writing may take. */
  private static final int SHARE = 100;

  /** Longest pause all the same: whoever writes may have been stopped meanwhile. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** Delay after which the file is not believed. */
  private static final Duration PATIENCE = LONGEST.plus(AGAIN);

  private final LocalFile<LocalHealth> file;
  private long written = -1;
  private Duration next = Duration.ZERO;
  private Duration rest = Duration.ZERO;

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
    Duration began = LocalStatement.now();
    if (began.compareTo(rest) < 0 || (revision == written && began.compareTo(next) < 0)) {
      return;
    }
    LocalHealth head =
        new LocalHealth(
            LocalFile.timeOfDay(),
            life.toString(),
            began.toMillis(),
            PATIENCE.toMillis(),
            List.of());
    file.write(out -> write(out, head, findings.get()));
    Duration now = LocalStatement.now();
    Duration pause = now.minus(began).multipliedBy(SHARE);
    written = revision;
    next = now.plus(AGAIN);
    rest = now.plus(pause.compareTo(LONGEST) < 0 ? pause : LONGEST);
  }

  /** Server by server: ten thousand of them need no text of all. */
  private static void write(BufferedWriter out, LocalHealth head, List<ServerFinding> findings)
      throws IOException {
    String fields = Json.write(head);
    out.write(fields, 0, fields.lastIndexOf('}'));
    out.write(",\"servers\":[");
    String separator = "";
    for (ServerFinding finding : findings) {
      out.write(separator);
      out.write(Json.write(LocalHealth.Server.of(finding)));
      separator = ",\n";
    }
    out.write("]}\n");
  }

  /**
   * Returns what the file of a state directory says; empty where there is none.
   *
   * @throws IOException when it cannot be read
   * @throws IllegalArgumentException when it is damaged
   */
  public static Optional<LocalHealth> read(Path directory) throws IOException {
    return file(directory).read();
  }

  private static LocalFile<LocalHealth> file(Path directory) {
    return new LocalFile<>(
        directory.resolve("health.json"),
        LocalHealth.class,
        "lvs list --health does not know how servers are");
  }
}
