package dev.lvs.lab.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lvs.lab.Host;
import dev.lvs.lab.ScratchFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A server program of the distribution that runs on a machine of the lab, with a configuration of
 * its own and nothing of the machine's. It ends with this object, and all it wrote goes away.
 */
public final class ServerProgram implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final ScratchFolder folder;
  private final Process process;

  private ServerProgram(ScratchFolder folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /**
   * Starts a program; it takes some time until it answers.
   *
   * @param script its name without {@code .sh} among the resources of this package
   */
  public static ServerProgram start(Host host, String script, String address, int port) {
    return start(host, script, address, "" + port);
  }

  /**
   * The same with other arguments.
   *
   * @param script its name without {@code .sh} among the resources of this package
   */
  public static ServerProgram start(Host host, String script, String... arguments) {
    ScratchFolder folder = ScratchFolder.named("lvs-program");
    try {
      Path file = folder.path().resolve("start.sh");
      Files.write(file, bytesOf(script + ".sh"));
      List<String> command = new ArrayList<>(host.execution("sh", "-eu", file.toString()));
      command.addAll(List.of(arguments));
      Process process =
          new ProcessBuilder(command)
              .directory(folder.path().toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.path().resolve("log").toFile())
              .start();
      return new ServerProgram(folder, process);
    } catch (IOException e) {
      folder.close();
      throw new UncheckedIOException("start " + script, e);
    }
  }

  /** Returns what it printed so far, for those who wait for it in vain. */
  public String log() {
    try {
      return Files.readString(folder.path().resolve("log"), UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static byte[] bytesOf(String resource) throws IOException {
    try (InputStream in = ServerProgram.class.getResourceAsStream(resource)) {
      return Objects.requireNonNull(in, resource).readAllBytes();
    }
  }

  /** Ends it and whatever it started. */
  @Override
  public void close() {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    try {
      process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    folder.close();
  }
}
