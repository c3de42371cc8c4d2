package dev.lvs.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program to run to its end, in the network namespace of the calling thread.
 *
 * @param input what it reads on standard input
 */
record Invocation(List<String> command, Map<String, String> environment, Path input) {
  private static final Path NOTHING = Path.of("/dev/null");

  /** A shell that tells the time right before and behind the program, its own start left out. */
  private static final String CLOCKED =
      "before=$EPOCHREALTIME; \"$@\" >\"$0\"; code=$?; after=$EPOCHREALTIME;"
          + " echo $((${after/./} - ${before/./})); exit $code";

  static Invocation of(String... command) {
    return new Invocation(List.of(command), Map.of(), NOTHING);
  }

  Invocation reading(Path file) {
    return new Invocation(command, environment, file);
  }

  Invocation with(String variable, String value) {
    return new Invocation(command, Map.of(variable, value), input);
  }

  /** The same program with another one before it, which runs it. */
  Invocation under(List<String> runner) {
    List<String> all = new ArrayList<>(runner);
    all.addAll(command);
    return new Invocation(all, environment, input);
  }

  /**
   * Result of running a program.
   *
   * @param micros from its start to its end
   */
  record Output(long micros, String printed) {
    /** The words of the last line. */
    List<String> words() {
      return List.of(printed.lines().reduce("", (_, line) -> line).split(" ", -1));
    }
  }

  /**
   * Runs it.
   *
   * @throws IllegalStateException when it fails
   */
  Output run() throws IOException, InterruptedException {
    Path printed = Files.createTempFile(Scratch.FOLDER, "printed", "");
    try {
      List<String> line = new ArrayList<>(List.of("bash", "-c", CLOCKED, printed.toString()));
      line.addAll(command);
      ProcessBuilder builder =
          new ProcessBuilder(line)
              .redirectInput(input.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().putAll(environment);
      Process process = builder.start();
      String micros =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      int code = process.waitFor();
      if (code != 0) {
        throw new IllegalStateException(
            "%s: exit code %d".formatted(String.join(" ", command), code));
      }
      return new Output(Long.parseLong(micros), Files.readString(printed));
    } finally {
      Files.delete(printed);
    }
  }
}
