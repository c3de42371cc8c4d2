package dev.lvs.deploy.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Java runtime of only those modules of the JDK that operator and agent use (jlink). */
final class JavaRuntime {
  /** Place of the runtime in an image. */
  static final String HOME = "/opt/java";

  /**
   * Modules that are linked, with all that they need. Libraries also name java.desktop and java.sql
   * (Jackson, SnakeYAML), for values of types that no resource has.
   */
  static final List<String> MODULES =
      List.of(
          "java.base",
          "java.logging",
          "java.management",
          "java.naming",
          "java.net.http",
          "java.xml",
          "jdk.unsupported");

  /** Programs and files for development. */
  private static final String LEFT_OUT =
      "/java.base/bin/keytool,/java.base/lib/jexec,/java.base/lib/jspawnhelper,"
          + "/java.base/lib/jrt-fs.jar,/java.base/lib/classlist";

  private JavaRuntime() {}

  /**
   * Links the runtime into a folder that does not exist yet. jlink runs as a process of its own:
   * inside of a JVM that has linked before it writes other bytes now and then.
   *
   * @throws IOException where jlink refuses, with its words
   */
  static void link(Distribution distribution, Path home) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>();
    arguments.add(Path.of(System.getProperty("java.home"), "bin", "jlink").toString());
    distribution
        .modules()
        .ifPresent(jmods -> arguments.addAll(List.of("--module-path", jmods.toString())));
    arguments.addAll(
        List.of(
            "--add-modules",
            String.join(",", MODULES),
            "--vm",
            "server",
            "--strip-java-debug-attributes",
            "--no-man-pages",
            "--no-header-files",
            "--exclude-files",
            LEFT_OUT,
            "--compress",
            "zip-6",
            "--output",
            home.toString()));
    Process jlink = new ProcessBuilder(arguments).redirectErrorStream(true).start();
    String said = new String(jlink.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (jlink.waitFor() != 0) {
      throw new IOException("%s: %s".formatted(String.join(" ", arguments), said));
    }
  }
}
