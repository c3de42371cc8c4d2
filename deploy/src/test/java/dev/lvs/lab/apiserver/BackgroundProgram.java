package dev.lvs.lab.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that runs in the background until {@link #close}, or until this JVM is gone.
 *
 * <p>Even {@code kill -9} of the JVM leaves nothing behind: a companion shell reads the program's
 * end of a pipe that only the JVM holds open, and ends the program when that pipe closes.
 */
final class BackgroundProgram implements AutoCloseable {

  private static final String UNTIL_THE_PIPE_CLOSES =
      "exec 3<&0; { cat <&3 >/dev/null; kill -9 $$; } 2>/dev/null & exec \"$@\" 3<&- </dev/null";

  private final String name;
  private final Process process;
  private final Path log;

  private BackgroundProgram(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /** Starts {@code command}; what it prints goes to {@code folder/name.log}. */
  static BackgroundProgram start(String name, Path folder, List<String> command) {
    Path log = folder.resolve(name + ".log");
    List<String> line = new ArrayList<>(List.of("sh", "-c", UNTIL_THE_PIPE_CLOSES, "sh"));
    line.addAll(command);
    try {
      Process process =
          new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile()).start();
      return new BackgroundProgram(name, process, log);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot start " + name, failed);
    }
  }

  /** Sends it a signal, by its name without SIG. */
  void signal(String signal) {
    try {
      int code =
          new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
              .inheritIO()
              .start()
              .waitFor();
      if (code != 0) {
        throw new IllegalStateException("kill -%s of %s failed".formatted(signal, name));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot run kill", failed);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stop);
    }
  }

  /** Throws, with the last lines of its log, when the program has ended by itself. */
  void mustBeAlive() {
    if (!process.isAlive()) {
      throw new IllegalStateException(
          "%s ended with exit code %d:%n%s".formatted(name, process.exitValue(), lastLines()));
    }
  }

  /** The end of its log, for a message about what went wrong. */
  String lastLines() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException unreadable) {
      return "(no log: " + unreadable.getMessage() + ")";
    }
  }

  /** Kills it: whatever it stored is thrown away with it, so there is nothing to save. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
