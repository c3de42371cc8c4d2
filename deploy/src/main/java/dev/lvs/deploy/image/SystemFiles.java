package dev.lvs.deploy.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files of the distribution that a Java runtime needs, and the users of a container. */
final class SystemFiles {
  /**
   * Numeric user and group of what needs no rights, as {@code runAsUser} in the manifests has it.
   */
  static final int UNPRIVILEGED = 65532;

  /**
   * The C library: what the runtime and JNA are linked with. Of glibc before 2.34 the last three
   * hold code, and name resolution is in libraries of its own.
   */
  private static final List<String> LIBRARIES =
      List.of("libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1");

  private SystemFiles() {}

  /**
   * Adds them to an image's root.
   *
   * @throws IOException where the distribution lacks one
   */
  static void add(Distribution distribution, RootFolder root) throws IOException {
    Architecture architecture = distribution.architecture();
    Path folder = distribution.root().resolve("lib").resolve(architecture.triplet());
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          "no C library for %s in %s; name the root folder of a Debian of this architecture"
              .formatted(architecture.text(), folder));
    }
    for (String library : LIBRARIES) {
      root.copy(folder.resolve(library), "/lib/" + architecture.triplet() + "/" + library);
    }
    root.copy(
        folder.resolve(Path.of(architecture.loader()).getFileName()), "/" + architecture.loader());
    root.write(
        "/etc/passwd",
        """
        root:x:0:0:root:/:/sbin/nologin
        nonroot:x:%1$d:%1$d:nonroot:/:/sbin/nologin
        """
            .formatted(UNPRIVILEGED));
    root.write(
        "/etc/group",
        """
        root:x:0:
        nonroot:x:%d:
        """
            .formatted(UNPRIVILEGED));
    root.write("/etc/nsswitch.conf", "hosts: files dns\n");
  }
}
