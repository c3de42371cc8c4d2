package dev.lvs.manifest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Manifests of a folder, for tests. */
public final class ManifestFolder {
  /** The scenarios that users see first. */
  public static final Path EXAMPLES = Path.of("..", "examples");

  private ManifestFolder() {}

  /** The folders in {@code folder}, sorted. */
  public static List<Path> folders(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The YAML files right in {@code folder} whose names begin with {@code prefix}. */
  public static List<ManifestFile> files(Path folder, String prefix) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(ManifestFolder::file)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ManifestFile file(Path file) {
    try {
      return new ManifestFile(file.getFileName().toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
