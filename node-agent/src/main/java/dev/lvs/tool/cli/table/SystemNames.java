package dev.lvs.tool.cli.table;

import dev.lvs.tool.saved.NameFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The names of hosts and services on this machine. */
public final class SystemNames {
  private SystemNames() {}

  /** Those in /etc/hosts and /etc/services, as far as these can be read. */
  public static NameFiles read() {
    return NameFiles.of(text(Path.of("/etc/hosts")), text(Path.of("/etc/services")));
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException _) {
      // a container may have neither; names are then explained as unknown, with the file
      return "";
    }
  }
}
