package dev.lvs.tool.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs {@code lvs import} on one file, named conf. */
final class Imports {
  private Imports() {}

  static ProgramOutput keepalived(Path directory, String text) throws IOException {
    return imported(directory, "keepalived", text);
  }

  static ProgramOutput ldirectord(Path directory, String text) throws IOException {
    return imported(directory, "ldirectord", text);
  }

  /** Imports a file of {@code program}, as {@code --from} has it. */
  static ProgramOutput imported(Path directory, String program, String text) throws IOException {
    Path file = Files.writeString(directory.resolve("conf"), text);
    return ProgramOutput.lvs("import", "--from", program, file.toString());
  }
}
