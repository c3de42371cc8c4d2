package dev.lvs.agent.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/** Name of this node. */
final class NodeName {
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  private NodeName() {}

  /** {@code $NODE_NAME} as a pod is given it, else the host name in lower case as kubelet does. */
  static String ofThisNode() {
    String given = Objects.requireNonNullElse(System.getenv("NODE_NAME"), "");
    if (!given.isEmpty()) {
      return given;
    }
    try {
      return Files.readString(HOST_NAME).strip().toLowerCase(Locale.ROOT);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.USAGE, "The host name cannot be read (" + e.getMessage() + "); give --node.");
    }
  }
}
