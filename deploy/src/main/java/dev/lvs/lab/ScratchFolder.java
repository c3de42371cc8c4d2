package dev.lvs.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A temporary folder that goes away with all it holds.
 *
 * @param path where it is
 */
public record ScratchFolder(Path path) implements AutoCloseable {

  /** Makes one whose name begins like this. */
  public static ScratchFolder named(String prefix) {
    try {
      return new ScratchFolder(Files.createTempDirectory(prefix + "-"));
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
