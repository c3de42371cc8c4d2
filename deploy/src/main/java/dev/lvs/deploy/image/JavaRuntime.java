package dev.lvs.deploy.image;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

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
   * Links the runtime into a folder that does not exist yet.
   *
   * @throws IOException where jlink refuses, with its words
   */
  static void link(Distribution distribution, Path home) throws IOException {
    List<String> arguments = new ArrayList<>();
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
    ToolProvider jlink =
        ToolProvider.findFirst("jlink")
            .orElseThrow(() -> new IOException("this Java has no jlink; run with a JDK 25"));
    StringWriter said = new StringWriter();
    PrintWriter words = new PrintWriter(said);
    if (jlink.run(words, words, arguments.toArray(String[]::new)) != 0) {
      throw new IOException("jlink %s: %s".formatted(String.join(" ", arguments), said));
    }
  }
}
