package dev.lvs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Folder that the bench writes to: in memory, as for the agent where it is installed (/run). */
final class Scratch {
  static final Path FOLDER =
      Path.of(
          Optional.ofNullable(System.getenv("LVS_LAB_SCRATCH"))
              .orElseThrow(() -> new IllegalStateException("the bench runs in the lab's kernel")));

  private Scratch() {}

  /** A new folder, which ends with the guest. */
  static Path folder(String name) throws IOException {
    return Files.createTempDirectory(FOLDER, name);
  }

  /** A new file that says this. */
  static Path file(String name, String text) throws IOException {
    return Files.writeString(Files.createTempFile(FOLDER, name, ""), text);
  }
}
