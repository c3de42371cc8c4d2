package dev.lvs.lab.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders that live as long as one control plane; only their owner may read them. */
final class Folders {

  private Folders() {}

  static Path create() {
    try {
      return Files.createTempDirectory("lvs-control-plane-");
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot create a temporary folder", failed);
    }
  }

  /** Removes the folder with all it holds; what cannot be removed is said and left. */
  static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException left) {
      System.err.printf("lab: could not remove %s: %s%n", folder, left.getMessage());
    }
  }
}
