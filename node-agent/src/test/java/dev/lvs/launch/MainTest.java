package dev.lvs.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  private static final String TOOLS = "dev.lvs.tool";

  @TempDir Path directory;

  /** Whether IPVS is there or not, the agent is made and looks for it. */
  @Test
  void startsTheDaemonWithoutTheToolsClasses() throws IOException, InterruptedException {
    Path manifests = Files.createDirectory(directory.resolve("manifests"));

    List<String> loaded =
        loaded(
            "run",
            "--once",
            "--manifests",
            manifests.toString(),
            "--node",
            "node-1",
            "--state-dir",
            directory.resolve("state").toString());

    assertThat(loaded).contains("dev.lvs.agent.Agent").noneMatch(name -> name.startsWith(TOOLS));
  }

  @Test
  void findsTheToolsForEveryOtherCommand() throws IOException, InterruptedException {
    assertThat(loaded("help", "run")).anyMatch(name -> name.startsWith(TOOLS));
  }

  /** The classes of this project that a process of {@code lvs} loads. */
  private List<String> loaded(String... arguments) throws IOException, InterruptedException {
    Path log = directory.resolve("classes");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-Xlog:class+load:file=" + log + ":none",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
    command.addAll(List.of(arguments));

    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("out").toFile())
            .start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }

    return Files.readString(log, UTF_8)
        .lines()
        .map(line -> line.split(" ", 2)[0])
        .filter(name -> name.startsWith("dev.lvs."))
        .toList();
  }
}
