package dev.lvs.agent.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lvs.manifest.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of the state directory with what the agent says now, for commands of {@code lvs}: written
 * whole and renamed. It need not survive a crash, since nobody believes it for long. Used by one
 * thread.
 *
 * @param <T> the statement
 */
final class LocalFile<T extends Record & LocalStatement> {
  private static final Logger LOG = LoggerFactory.getLogger(LocalFile.class);

  private final Path file;
  private final Class<T> type;
  private final String loss;
  private String trouble = "";

  /**
   * A file that was not looked at yet.
   *
   * @param loss what is not known while it cannot be written, to end a sentence
   */
  LocalFile(Path file, Class<T> type, String loss) {
    this.file = file;
    this.type = type;
    this.loss = loss;
  }

  /** Writes all that is to stand in a file. */
  @FunctionalInterface
  interface Content {
    /** Writes it once. */
    void writeTo(BufferedWriter out) throws IOException;
  }

  /** Replaces the file; that it cannot be written is logged once for each cause. */
  void write(Content content) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      try (BufferedWriter out = Files.newBufferedWriter(fresh, UTF_8)) {
        content.writeTo(out);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      trouble = "";
    } catch (IOException e) {
      say(e);
    }
  }

  /** Replaces the file by one statement. */
  void write(T statement) {
    write(
        out -> {
          out.write(Json.write(statement));
          out.newLine();
        });
  }

  /** Removes the file: what it said is over. */
  void remove() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      say(e);
    }
  }

  /**
   * Returns what the file says; empty where there is none.
   *
   * @throws IOException when it cannot be read
   * @throws IllegalArgumentException when it is damaged
   */
  Optional<T> read() throws IOException {
    try {
      return Optional.of(Json.read(Files.readString(file).strip(), type));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /** Returns the present time as people read it. */
  static String timeOfDay() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private void say(IOException failure) {
    String cause = failure.toString();
    if (!cause.equals(trouble)) {
      trouble = cause;
      LOG.warn("{} cannot be written ({}), so {}.", file, cause, loss);
    }
  }
}
