package dev.lvs.deploy.image;

import java.nio.file.Path;
import java.util.List;

/**
 * A container image: a Java program with its libraries.
 *
 * @param name last part of its name, and of its tar's
 * @param title description in one line
 * @param user numeric user that it runs as
 * @param jar its own jar, which names main class and libraries in its manifest
 * @param libraries the other jars
 * @param options file with the options of the JVM, one in a line
 * @param moreOptions options that stand behind those of the file
 */
record Image(
    String name,
    String title,
    int user,
    Path jar,
    List<Path> libraries,
    Path options,
    List<String> moreOptions) {
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
}
