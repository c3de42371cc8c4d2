package dev.lvs.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A temporary folder that goes away with all it holds.
 *
 * @param path where it is
 */
public record ScratchFolder(Path path) implements AutoCloseable {

  /** Folder in which the lab's kernel keeps files in memory; unset outside of it. */
  private static final String LAB = "LVS_LAB_SCRATCH";

  private static final String TEMPORARY = System.getProperty("java.io.tmpdir");

  /**
   * Makes one whose name begins like this; in the lab's kernel not on the machine's file system, as
   * the packaged kernel does not tell of changes there.
   */
  public static ScratchFolder named(String prefix) {
    try {
      Path parent = Path.of(Objects.requireNonNullElse(System.getenv(LAB), TEMPORARY));
      return new ScratchFolder(Files.createTempDirectory(parent, prefix + "-"));
    } catch (IOException e) {
      throw new UncheckedIOException("make a temporary folder", e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("remove " + path, e);
    }
  }
}
