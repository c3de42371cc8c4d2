package dev.lvs.deploy.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Writes tars of an OCI image layout with one image each (image-layout.md of the OCI image
 * specification).
 *
 * @param name full name of the image without its tag
 * @param tag its version
 * @param created time of which the image says that it was made then
 */
record ImageTar(Image image, String name, String tag, Architecture architecture, Instant created) {
  /**
   * Writes a tar.
   *
   * @param root files of the image
   * @param command the program and its arguments
   * @param tar file to be written
   * @param scratch a folder that is empty or does not exist
   * @return digest of the image's manifest: {@code sha256:...}
   */
  String write(RootFolder root, List<String> command, Path tar, Path scratch)
      throws IOException, InterruptedException {
    List<FileEntriesLayer> layers =
        List.of(
            layer("runtime", root, place -> !place.startsWith(Image.LIB)),
            layer("libraries", root, place -> place.startsWith(Image.LIB) && !isOwn(place)),
            layer("program", root, ImageTar::isOwn));
    Path plain = scratch.resolve("plain.tar");
    Files.createDirectories(scratch);
    try {
      JibContainer made =
          Jib.fromScratch()
              .setFormat(ImageFormat.OCI)
              .setPlatforms(Set.of(new Platform(architecture.text(), "linux")))
              .setFileEntriesLayers(layers)
              .setEntrypoint(command)
              .setWorkingDirectory(AbsoluteUnixPath.get("/"))
              .setUser(image.user() + ":" + image.user())
              .setEnvironment(Image.ENVIRONMENT)
              .addLabel("org.opencontainers.image.title", image.name())
              .addLabel("org.opencontainers.image.description", image.title())
              .addLabel("org.opencontainers.image.version", tag)
              .addLabel("org.opencontainers.image.licenses", "Apache-2.0")
              .setCreationTime(created)
              .containerize(
                  Containerizer.to(TarImage.at(plain).named(name + ":" + tag))
                      .setOfflineMode(true)
                      .setBaseImageLayersCache(scratch.resolve("base"))
                      .setApplicationLayersCache(scratch.resolve("layers")));
      IndexAnnotation.copy(plain, tar, name + ":" + tag);
      return made.getDigest().toString();
    } catch (RegistryException
        | CacheDirectoryCreationException
        | ExecutionException
        | InvalidImageReferenceException failed) {
      throw new IOException("the image " + name + " could not be made", failed);
    }
  }

  /** Returns what changes with each build of the project stands in the last layer. */
  private static boolean isOwn(String place) {
    return place.startsWith(Image.LIB + "/lvs");
  }

  private static FileEntriesLayer layer(String name, RootFolder root, Predicate<String> in)
      throws IOException {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
    try (Stream<Path> files = Files.walk(root.path())) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String place = "/" + root.path().relativize(file);
        if (in.test(place)) {
          layer.addEntry(
              file,
              AbsoluteUnixPath.get(place),
              FilePermissions.fromOctalString(Files.isExecutable(file) ? "755" : "644"),
              RootFolder.TIME);
        }
      }
    }
    return layer.build();
  }
}
