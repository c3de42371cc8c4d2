package dev.lvs.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Programs that the lab runs, to their end; what they print on both outputs is the result. */
final class LabCommand {

  private LabCommand() {}

  /** Runs a program and returns what it printed, without the line end. */
  static String run(List<String> command) {
    return feed("", command);
  }

  /**
   * Runs a program with this as its standard input.
   *
   * @throws IllegalStateException when it fails, with all it said
   */
  static String feed(String input, List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String printed =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int code = process.waitFor();
      if (code != 0) {
        throw new IllegalStateException(
            "%s: exit code %d%n%s".formatted(shortened(command), code, printed));
      }
      return printed;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted: " + String.join(" ", command), stop);
    }
  }

  /** Without the class paths of Java programs. */
  private static String shortened(List<String> command) {
    return command.stream()
        .map(word -> word.length() < 200 ? word : word.substring(0, 20) + "...")
        .collect(Collectors.joining(" "));
  }

  /** Runs lines through one {@code ip -batch}. */
  static void ip(List<String> where, List<String> lines) {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(where);
    command.addAll(List.of("-batch", "-"));
    feed(String.join("\n", lines) + "\n", command);
  }
}
