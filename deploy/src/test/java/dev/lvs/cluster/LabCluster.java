package dev.lvs.cluster;

import static org.awaitility.Awaitility.await;

import dev.lvs.lab.apiserver.Checkout;
import dev.lvs.lab.apiserver.Kubectl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A running cluster of {@code deploy/lab/cluster}: nodes node1, node2, ... and the machine {@code
 * client} outside of it. It ends with {@link #close}, or with this process.
 */
public final class LabCluster implements AutoCloseable {

  /** The machine that is no node. */
  public static final String CLIENT = "client";

  private final String name;
  private final int size;
  private final Path folder;

  private LabCluster(String name, int size, Path folder) {
    this.name = name;
    this.size = size;
    this.folder = folder;
  }

  /**
   * Starts a cluster whose nodes have these images (OCI archives), and waits until all are Ready.
   * What is not built yet is built first, which takes minutes.
   */
  public static LabCluster start(int nodes, List<Path> images) {
    String name = "test-" + ProcessHandle.current().pid();
    Stream<String> up = Stream.of("up", Integer.toString(nodes));
    call(name, Stream.concat(up, images.stream().map(Path::toString)).toList());
    Path folder = Path.of(call(name, List.of("folder")));
    return new LabCluster(name, nodes, folder);
  }

  /** Names of the nodes. */
  public List<String> nodes() {
    return IntStream.rangeClosed(1, size).mapToObj(number -> "node" + number).toList();
  }

  /** kubectl as the cluster's administrator. */
  public Kubectl kubectl() {
    try {
      String program = Files.readString(folder.resolve("program")).strip();
      return new Kubectl(
          List.of(program, "kubectl"),
          folder.resolve("kubeconfig"),
          folder.resolve("kubectl-cache"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /**
   * Runs a shell command as root in a machine and returns what it printed, on both outputs.
   *
   * @throws IllegalStateException when its exit code is not 0, or the machine does not answer
   *     within a minute
   */
  public String run(String machine, String command) {
    return command("run", machine, command);
  }

  /** Ends a machine as a loss of power does. */
  public void kill(String machine) {
    command("kill", machine);
  }

  /** Boots a machine that was killed, from its disk. */
  public void boot(String machine) {
    command("start", machine);
  }

  /** Stops a machine's kernel, which then answers nothing and forgets nothing. */
  public void freeze(String machine) {
    command("freeze", machine);
  }

  public void thaw(String machine) {
    command("thaw", machine);
  }

  /** Lets no frame pass between a machine and all others, or between two machines. */
  public void cut(String... machines) {
    command("cut", machines);
  }

  /** Ends what {@link #cut} did. */
  public void heal(String... machines) {
    command("heal", machines);
  }

  /** Waits until every node is Ready, for at most two minutes. */
  public void awaitNodes() {
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> readiness().equals("True ".repeat(size).strip()));
  }

  private String readiness() {
    return kubectl()
        .expect(
            "get",
            "node",
            "-o",
            "jsonpath={.items[*].status.conditions[?(@.type==\"Ready\")].status}");
  }

  @Override
  public void close() {
    call(name, List.of("down"));
  }

  private String command(String verb, String... words) {
    return call(name, Stream.concat(Stream.of(verb), Arrays.stream(words)).toList());
  }

  private static String call(String name, List<String> words) {
    List<String> line = new ArrayList<>();
    line.add(Checkout.path("deploy", "lab", "cluster").toString());
    line.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("LVS_CLUSTER", name);
    builder.environment().put("LVS_CLUSTER_OWNER", Long.toString(ProcessHandle.current().pid()));
    try {
      Process process = builder.start();
      String printed =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int code = process.waitFor();
      if (code != 0) {
        throw new IllegalStateException(
            "deploy/lab/cluster %s: exit code %d%n%s"
                .formatted(String.join(" ", words), code, printed));
      }
      return printed;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted: cluster " + String.join(" ", words), stop);
    }
  }
}
