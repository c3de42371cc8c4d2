package dev.lvs.lab;

import dev.lvs.lab.apiserver.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An agent as its image runs it: a JVM of its own on one machine. */
public final class AgentProcess implements AutoCloseable {

  /** As the build packages it, with the JVM options that the image has too. */
  private static final Path PROGRAM =
      Checkout.path("node-agent", "target", "lvs-agent", "bin", "lvs");

  /**
   * Folder in which the kubelet mounts it; /run is the lab's own, and each machine's mounts are
   * too.
   */
  private static final String SERVICE_ACCOUNT = "/run/secrets/kubernetes.io/serviceaccount";

  private final Host host;
  private final Process process;
  private final Path log;

  private AgentProcess(Host host, Process process, Path log) {
    this.host = host;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts {@code run --manifests}.
   *
   * @param state where its ledger lies; an agent that is started again finds it there
   */
  public static AgentProcess run(Host host, Path manifests, Path state) {
    return runAs(host.name(), host, manifests, state);
  }

  /**
   * The same for a node of another name than the machine.
   *
   * @param node as the manifests call it
   */
  public static AgentProcess runAs(String node, Host host, Path manifests, Path state) {
    return start(host, state, "run", "--manifests", manifests.toString(), "--node", node);
  }

  /**
   * Starts {@code run} as in a pod: with the API server as source, which the environment names, and
   * a service account where the kubelet mounts it.
   *
   * @param account the folder with {@code token} and {@code ca.crt}
   * @param port of the API server on 127.0.0.1
   */
  public static AgentProcess inPod(Host host, Path account, int port, Path state) {
    String mounted =
        "mkdir -p %1$s && mount --bind %2$s %1$s && exec \"$@\""
            .formatted(SERVICE_ACCOUNT, account);
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "KUBERNETES_SERVICE_HOST=127.0.0.1",
                "KUBERNETES_SERVICE_PORT=" + port,
                "sh",
                "-c",
                mounted,
                "sh"));
    command.addAll(List.of(commandLine(stateful(host, state, "run", "--node", host.name()))));
    return start(host, state, command);
  }

  /**
   * Starts {@code run} outside of a pod, with the API server as source.
   *
   * @param kubeconfig how the agent reaches it from this machine
   */
  public static AgentProcess watch(Host host, Path kubeconfig, Path state) {
    return start(host, state, "run", "--kubeconfig", kubeconfig.toString(), "--node", host.name());
  }

  /** Starts {@code run --cleanup}, which takes away what is the agent's, and ends. */
  public static AgentProcess cleanup(Host host, Path state) {
    return start(host, state, "run", "--cleanup", "--node", host.name());
  }

  /** Starts a command of the agent's program that takes the option --state-dir. */
  public static AgentProcess with(Host host, Path state, String... arguments) {
    return start(host, state, arguments);
  }

  private static AgentProcess start(Host host, Path state, String... arguments) {
    return start(host, state, List.of(commandLine(stateful(host, state, arguments))));
  }

  private static List<String> stateful(Host host, Path state, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--state-dir", state.resolve(host.name()).toString()));
    return all;
  }

  /**
   * Starts an agent by a command that was made elsewhere.
   *
   * @param state where its log is written
   */
  public static AgentProcess start(Host host, Path state, List<String> command) {
    Path log = state.resolve(host.name() + ".log");
    try {
      Process process =
          new ProcessBuilder(host.execution(command.toArray(String[]::new)))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      return new AgentProcess(host, process, log);
    } catch (IOException e) {
      throw new UncheckedIOException("start an agent on " + host.name(), e);
    }
  }

  /** Runs another command of the agent's program on a machine, and returns what it prints. */
  public static String command(Host host, String... arguments) {
    return host.run(commandLine(List.of(arguments)));
  }

  /** The program of the image. */
  public static Path program() {
    return PROGRAM;
  }

  /** Returns how the agent's program is started, as its image does. */
  public static String[] commandLine(List<String> arguments) {
    List<String> all =
        new ArrayList<>(List.of("env", "JAVA_HOME=" + System.getProperty("java.home")));
    all.add(PROGRAM.toString());
    all.addAll(arguments);
    return all.toArray(String[]::new);
  }

  /** Memory that is resident now (VmRSS), in KiB. */
  public long residentKib() {
    return statusKib("VmRSS");
  }

  /** Returns what /proc/PID/status says of its memory now, in KiB. */
  public long statusKib(String field) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
          .filter(line -> line.startsWith(field + ":"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException("no process of an agent on " + host.name(), e);
    }
  }

  /** Returns what it wrote so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Sends a signal by its name to the program and what it was started by. */
  public void signal(String name) {
    process
        .descendants()
        .map(ProcessHandle::pid)
        .forEach(pid -> LabCommand.run(List.of("kill", "-" + name, Long.toString(pid))));
    LabCommand.run(List.of("kill", "-" + name, Long.toString(process.pid())));
  }

  /**
   * Limits the file descriptors of the program from now on; those that are open stay so.
   *
   * @param most the soft limit
   */
  public void limitDescriptors(int most) {
    process.descendants().map(ProcessHandle::pid).forEach(pid -> limitDescriptors(pid, most));
    limitDescriptors(process.pid(), most);
  }

  private static void limitDescriptors(long pid, int most) {
    LabCommand.run(List.of("prlimit", "--pid", Long.toString(pid), "--nofile=" + most + ":"));
  }

  /** SIGKILL. */
  public void kill() {
    process.destroyForcibly();
    await();
  }

  /** SIGTERM; returns the exit code. */
  public int terminate() {
    process.destroy();
    return await();
  }

  /** Waits for its end; returns the exit code. */
  public int await() {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the agent on " + host.name() + " does not end");
      }
      return process.exitValue();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stop);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
