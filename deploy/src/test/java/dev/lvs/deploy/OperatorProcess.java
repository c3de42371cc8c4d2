package dev.lvs.deploy;

import dev.lvs.lab.ScratchFolder;
import dev.lvs.lab.apiserver.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The operator as a process, with the options of its start script. */
final class OperatorProcess implements AutoCloseable {
  private final Process process;
  private final ScratchFolder folder;

  private OperatorProcess(Process process, ScratchFolder folder) {
    this.process = process;
    this.folder = folder;
  }

  /** Starts one; {@code kubeconfig} is the text of such a file. */
  static OperatorProcess start(String kubeconfig, Map<String, String> environment)
      throws IOException {
    ScratchFolder folder = ScratchFolder.named("lvs-operator");
    Path access = Files.writeString(folder.path().resolve("kubeconfig"), kubeconfig);
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "@" + Checkout.path("operator", "src", "main", "launcher", "lvs-operator.jvm"),
                    // the operator's own logging, not that of the tests
                    "-Dlogback.configurationFile=logback.xml",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "dev.lvs.operator.OperatorMain"))
            .redirectErrorStream(true)
            .redirectOutput(folder.path().resolve("log").toFile());
    builder.environment().put("KUBECONFIG", access.toString());
    builder.environment().put("MALLOC_ARENA_MAX", "1");
    builder.environment().putAll(environment);
    return new OperatorProcess(builder.start(), folder);
  }

  /** Stands still: it is not scheduled, and its connections stay. */
  void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** Goes on where it stood. */
  void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  /** Returns whether it has not ended yet. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Its exit code, once it ends within this time. */
  int exitCode(Duration patience) throws InterruptedException {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("the operator has not ended after " + patience);
    }
    return process.exitValue();
  }

  String log() throws IOException {
    return Files.readString(folder.path().resolve("log"));
  }

  /** A size in MiB, by the name that /proc/PID/status has for it. */
  long mib(String field) throws IOException {
    return Files.readAllLines(proc("status")).stream()
        .filter(line -> line.startsWith(field + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  /** Time of the processor that all its threads took so far. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Ends it at once, as if its machine lost power. */
  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
    folder.close();
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  private Path proc(String file) {
    return Path.of("/proc", Long.toString(process.pid()), file);
  }
}
