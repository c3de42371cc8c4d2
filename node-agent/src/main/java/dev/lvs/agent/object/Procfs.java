package dev.lvs.agent.object;

import java.nio.file.Path;

/**
 * Folders with the kernel's files.
 *
 * @param root where procfs is mounted
 * @param sysctls where those below {@code net} can be written, by their paths below /proc/sys: a
 *     container that is not privileged has /proc/sys itself read-only
 */
public record Procfs(Path root, Path sysctls) {
  /** The one of this process. */
  public static final Procfs OF_THIS_PROCESS = new Procfs(Path.of("/proc"));

  /** One whose sysctls can be written. */
  public Procfs(Path root) {
    this(root, root.resolve("sys"));
  }
}
