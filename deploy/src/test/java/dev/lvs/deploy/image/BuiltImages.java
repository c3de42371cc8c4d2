package dev.lvs.deploy.image;

import dev.lvs.lab.ScratchFolder;
import dev.lvs.lab.apiserver.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The images, built by a test in a folder of its own.
 *
 * @param folder where they are
 * @param built what the build said of them
 * @param unpacked each by the last part of its name
 */
record BuiltImages(
    ScratchFolder folder, List<BuiltImage> built, Map<String, UnpackedImage> unpacked)
    implements AutoCloseable {
  static final Instant CREATED = Instant.parse("2026-11-23T00:00:00Z");

  /** Builds those of this machine. */
  static BuiltImages build() throws IOException, InterruptedException {
    ScratchFolder folder = ScratchFolder.named("lvs-images");
    List<BuiltImage> built =
        new ImageBuild(Checkout.path(""), CREATED)
            .build(Distribution.ofThisMachine(), folder.path());
    Map<String, UnpackedImage> unpacked = new HashMap<>();
    for (BuiltImage image : built) {
      String name = image.tar().getFileName().toString().replace(".tar", "");
      unpacked.put(
          name,
          UnpackedImage.of(
              image.tar(), Files.createDirectories(folder.path().resolve("root").resolve(name))));
    }
    return new BuiltImages(folder, built, unpacked);
  }

  /**
   * One of them.
   *
   * @param name lvs-operator, lvs-node-agent or lvs-tools
   */
  UnpackedImage get(String name) {
    UnpackedImage image = unpacked.get(name);
    if (image == null) {
      throw new IllegalArgumentException(name + " is none of " + unpacked.keySet());
    }
    return image;
  }

  @Override
  public void close() {
    folder.close();
  }
}
