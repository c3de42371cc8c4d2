package dev.lvs.lab.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void endsWhenClosed() {
    BackgroundProgram daemon = BackgroundProgram.start("sleeper", folder, List.of("sleep", "600"));

    daemon.close();

    assertThatThrownBy(daemon::mustBeAlive).hasMessageContaining("sleeper ended with exit code");
  }

  @Test
  void tellsTheLastLinesOfWhatEndedByItself() {
    BackgroundProgram daemon =
        BackgroundProgram.start("failing", folder, List.of("sh", "-c", "echo no space; exit 3"));

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThatThrownBy(daemon::mustBeAlive)
                    .hasMessageContaining("failing ended with exit code 3")
                    .hasMessageContaining("no space"));
  }

  @Test
  void doesNotOutliveAJvmThatIsKilled() throws IOException {
    Path pidFile = folder.resolve("pid");
    Process jvm =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Starter.class.getName(),
                folder.toString(),
                pidFile.toString())
            .inheritIO()
            .start();
    await().atMost(PATIENCE).until(() -> Files.exists(pidFile) && Files.size(pidFile) > 0);
    Optional<ProcessHandle> sleeper =
        ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()));

    jvm.destroyForcibly();

    assertThat(sleeper).isPresent();
    await().atMost(PATIENCE).until(() -> !sleeper.get().isAlive());
  }

  /** The program of the JVM that is killed. */
  static final class Starter {
    private Starter() {}

    public static void main(String... arguments) throws InterruptedException {
      Path folder = Path.of(arguments[0]);
      String script = "echo $$ >" + arguments[1] + "; exec sleep 600";
      BackgroundProgram.start("sleeper", folder, List.of("sh", "-c", script));
      Thread.sleep(Duration.ofMinutes(10));
    }
  }
}
