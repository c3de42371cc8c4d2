package dev.lvs.cluster;

import dev.lvs.lab.apiserver.Checkout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Image archives that the nodes of a cluster start with. */
final class ImageArchives {

  private ImageArchives() {}

  /**
   * Operator and agent, as {@code make images} writes them.
   *
   * @throws IllegalStateException when they were not built
   */
  static List<Path> ofProduct() {
    String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    Path folder = Checkout.path("deploy", "target", "images", architecture);
    List<Path> archives =
        List.of(folder.resolve("lvs-operator.tar"), folder.resolve("lvs-node-agent.tar"));
    for (Path archive : archives) {
      if (!Files.exists(archive)) {
        throw new IllegalStateException("no image %s; run: make images".formatted(archive));
      }
    }
    return archives;
  }
}
