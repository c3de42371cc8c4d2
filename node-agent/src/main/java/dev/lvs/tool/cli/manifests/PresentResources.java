package dev.lvs.tool.cli.manifests;

import dev.lvs.api.Input;
import dev.lvs.manifest.ManifestFile;
import dev.lvs.manifest.ManifestReader;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Nodes and DirectorGroups that a directory of manifests has already, and that all imports to it
 * share.
 */
final class PresentResources {
  private PresentResources() {}

  /** The Nodes and DirectorGroups, as {@code Node edge-1}; none where there is no directory. */
  static Set<String> in(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return Set.of();
    }
    List<ManifestFile> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*.{yaml,yml}")) {
      for (Path entry : entries) {
        if (Files.isRegularFile(entry)) {
          files.add(new ManifestFile(entry.toString(), Files.readString(entry)));
        }
      }
    }
    Input input = ManifestReader.read(files).input();
    return Stream.<HasMetadata>concat(input.nodes().stream(), input.directorGroups().stream())
        .map(one -> one.getKind() + " " + one.getMetadata().getName())
        .collect(Collectors.toSet());
  }
}
