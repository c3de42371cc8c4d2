package dev.lvs.deploy.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A container image: a Java program with its libraries.
 *
 * @param name last part of its name, and of its tar's
 * @param title description in one line
 * @param user numeric user that it runs as
 * @param jar its own jar, which names main class and libraries in its manifest
 * @param libraries the other jars
 * @param materials list of the program's and their names, versions and licences (CycloneDX)
 * @param options file with the options of the JVM, one in a line
 * @param classes list of the classes that the program loads, for its AOT cache
 * @param moreOptions options that stand behind those of the file
 */
record Image(
    String name,
    String title,
    int user,
    Path jar,
    List<Path> libraries,
    Path materials,
    Path options,
    Path classes,
    List<String> moreOptions) {
  /** The environment, beside what a manifest adds. */
  static final SortedMap<String, String> ENVIRONMENT =
      new TreeMap<>(
          Map.of(
              "LANG", "C.UTF-8",
              // one arena: glibc would make one for each thread and keep what each has freed
              "MALLOC_ARENA_MAX", "1"));

  /** Folder of jars in an image. */
  static final String LIB = "/opt/lvs/lib";

  /** The file with the options of the JVM, in the image. */
  String optionsPlace() {
    return LIB + "/" + options.getFileName();
  }

  /** The jar, in the image. */
  String jarPlace() {
    return LIB + "/" + jar.getFileName();
  }

  /** The AOT cache, in the image. */
  String cachePlace() {
    return LIB + "/lvs.aot";
  }
}
