package dev.lvs.deploy.image;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The images of this project, of what its modules packaged. */
final class Images {
  /** JNA takes its library from there, and does not need a folder that it may write to. */
  private static final List<String> NATIVE = List.of("-Djna.boot.library.path=" + Image.LIB);

  private static final String MATERIALS = "libraries.json";

  private final Path checkout;

  /**
   * Looks for packages in a checkout.
   *
   * @param checkout its folder
   */
  Images(Path checkout) {
    this.checkout = checkout;
  }

  /** Operator, agent, and the tools for people, which the agent's has not. */
  List<Image> all() throws IOException {
    Path agent = checkout.resolve("node-agent/target");
    Path operator = checkout.resolve("operator/target");
    Path agentClasses = checkout.resolve("node-agent/src/main/launcher/lvs.classes");
    Path agentOptions = agent.resolve("lvs-agent/lib/lvs.jvm");
    List<Path> agentLibraries = jars(agent.resolve("lvs-agent/lib"), "lvs-node-agent-");
    return List.of(
        new Image(
            "lvs-operator",
            "lvs-operator: compiles LVS resources into node plans",
            SystemFiles.UNPRIVILEGED,
            jar(operator.resolve("lvs-operator/lib"), "lvs-operator-*.jar"),
            jars(operator.resolve("lvs-operator/lib"), "lvs-operator-"),
            operator.resolve(MATERIALS),
            operator.resolve("lvs-operator/lib/lvs-operator.jvm"),
            checkout.resolve("operator/src/main/launcher/lvs-operator.classes"),
            List.of()),
        new Image(
            "lvs-node-agent",
            "lvs-operator: agent that makes one node's kernel agree with its plan",
            0,
            jar(agent, "lvs-node-agent-*-daemon.jar"),
            agentLibraries,
            agent.resolve(MATERIALS),
            agentOptions,
            agentClasses,
            NATIVE),
        new Image(
            "lvs-tools",
            "lvs-operator: the lvs command for people",
            0,
            jar(agent.resolve("lvs-agent/lib"), "lvs-node-agent-*.jar"),
            agentLibraries,
            agent.resolve(MATERIALS),
            agentOptions,
            agentClasses,
            // a command that ends soon may take what a large table needs
            Stream.concat(NATIVE.stream(), Stream.of("-Xmx512m")).toList()));
  }

  private static Path jar(Path folder, String pattern) throws IOException {
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
        for (Path jar : found) {
          return jar;
        }
      }
    }
    throw new IOException("no %s in %s; package the project first".formatted(pattern, folder));
  }

  private static List<Path> jars(Path folder, String not) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".jar"))
          .filter(file -> !file.getFileName().toString().startsWith(not))
          .sorted()
          .toList();
    }
  }
}
