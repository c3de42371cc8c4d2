package dev.lvs.lab.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The checkout that this build runs in, found from the working directory upwards. */
public final class Checkout {

  private Checkout() {}

  /** A file or folder of the checkout, by its path from the top. */
  public static Path path(String first, String... more) {
    Path below = Path.of(first, more);
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("deploy/lab/control-plane"))) {
        return at.resolve(below);
      }
    }
    throw new IllegalStateException(
        "no checkout of lvs-operator around %s; run from inside one"
            .formatted(Path.of("").toAbsolutePath()));
  }

  /** The lab's control plane program; built first (minutes, with progress) where not cached. */
  static Path controlPlaneProgram() {
    return built("deploy/lab/control-plane/build");
  }

  /** The program with helm, kstatus and Argo CD's health rules, built likewise. */
  public static Path gitopsProgram() {
    return built("deploy/lab/gitops/build");
  }

  /** Runs a script of the lab that builds something, and returns the path that it prints. */
  private static Path built(String script) {
    List<String> build = List.of(path(script).toString());
    try {
      Process process =
          new ProcessBuilder(build).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String printed;
      try (var out = process.getInputStream()) {
        printed = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
      }
      if (process.waitFor() != 0) {
        throw new IllegalStateException(script + " failed; run it by hand to see why");
      }
      return Path.of(printed);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + script + " ran", stop);
    }
  }
}
