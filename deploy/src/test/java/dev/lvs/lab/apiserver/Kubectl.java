package dev.lvs.lab.apiserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The kubectl program, or another that takes the same kubeconfig, bound to one cluster.
 *
 * @param command the program with the arguments that make it kubectl; a user's arguments follow
 * @param kubeconfig credentials that it uses
 * @param cache where it keeps what it learned of the API; apart from the user's own, because a
 *     later API server on the same port may serve other kinds
 */
public record Kubectl(List<String> command, Path kubeconfig, Path cache) {

  public Kubectl {
    command = List.copyOf(command);
  }

  /** Output of one run. */
  public record Output(int exitCode, String out, String err) {}

  /** Runs it and returns what it printed on standard output; a failure is an exception. */
  public String expect(String... arguments) {
    Output output = run("", arguments);
    if (output.exitCode() != 0) {
      throw new IllegalStateException(
          "%s %s: exit code %d: %s"
              .formatted(
                  command.getLast(),
                  String.join(" ", arguments),
                  output.exitCode(),
                  output.err().strip()));
    }
    return output.out();
  }

  /** Runs it with {@code input} on standard input ({@code -f -}) and returns what it said. */
  public Output run(String input, String... arguments) {
    List<String> line = new ArrayList<>(command);
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    builder.environment().put("KUBECACHEDIR", cache.toString());
    try {
      Process process = builder.start();
      CompletableFuture<String> err =
          CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String out = text(process.getInputStream());
      return new Output(process.waitFor(), out, err.join());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while kubectl ran", stop);
    }
  }

  private static String text(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
