package dev.lvs.tool.convert.read;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reads the files that a file includes. */
@FunctionalInterface
public interface Includes {
  /**
   * The files that match, sorted by name.
   *
   * @param pattern a path, absolute or from the directory of the including file, maybe with
   *     wildcards
   * @param from name of the including file
   * @throws IOException when one of them cannot be read
   */
  List<ConfigFile> find(String pattern, String from) throws IOException;

  /** The directory of a file that is read, as {@code getcwd} names it. */
  default String directory(String file) {
    Path parent = Path.of(file).toAbsolutePath().normalize().getParent();
    return parent == null ? "/" : parent.toString();
  }

  /** Finds nothing. */
  static Includes none() {
    return (_, _) -> List.of();
  }
}
