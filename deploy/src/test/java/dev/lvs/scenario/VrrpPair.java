package dev.lvs.scenario;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.lab.AgentProcess;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Host;
import dev.lvs.lab.Lab;
import dev.lvs.lab.ScratchFolder;
import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.Answers;
import dev.lvs.lab.traffic.FrameSocket;
import dev.lvs.lab.traffic.Sniffer;
import dev.lvs.net.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Two directors of which one has the VIP by VRRP: on each an agent that reads manifests, as a
 * process of its own, and a keepalived beside it. A station asks every 10 ms who has the VIP.
 */
final class VrrpPair implements AutoCloseable {
  static final String A = "director-a";
  static final String B = "director-b";
  private static final String HTTP = Topology.VIP + ":80";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Lab lab = Lab.of(Topology.twoDirectors());
  private final EditableManifests manifests = EditableManifests.ofExample("vrrp");
  private final ScratchFolder state = ScratchFolder.named("lvs-vrrp");
  private final Map<String, AgentProcess> agents = new TreeMap<>();
  private final Map<String, Process> runners = new TreeMap<>();
  private final Sniffer sniffer;

  /** Starts them, and waits until one has the VIP and clients are served. */
  VrrpPair(Consumer<EditableManifests> edit) {
    edit.accept(manifests);
    sniffer =
        new Sniffer(
            lab.host(Topology.CLIENT).inside(() -> new FrameSocket("e0")),
            List.of(IpAddress.parse("0.0.0.0")),
            List.of(IpAddress.parse(Topology.VIP)));
    for (String node : List.of(A, B, "rs-52", "rs-53")) {
      startAgent(node);
    }
    for (String node : List.of(A, B)) {
      await().atMost(PATIENCE).until(() -> Files.exists(file(node, "lvs-keepalived")));
      startKeepalived(node);
    }
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(sniffer.seen()).hasSizeGreaterThan(50));
    assertThat(owners()).hasSize(1);
    await().atMost(PATIENCE).until(() -> ask().toString().equals("rs-52=1 rs-53=1"));
  }

  Host host(String node) {
    return lab.host(node);
  }

  Sniffer sniffer() {
    return sniffer;
  }

  static String other(String node) {
    return node.equals(A) ? B : A;
  }

  /** The machines that said they have the VIP, one after the other. */
  List<String> owners() {
    return sniffer.owners().stream().map(mac -> lab.owner(mac).orElse(mac)).toList();
  }

  /** Answers to two clients. */
  Answers ask() {
    return lab.client().get(HTTP, 2);
  }

  AgentProcess agent(String node) {
    return requireNonNull(agents.get(node));
  }

  void startAgent(String node) {
    agents.put(node, AgentProcess.run(host(node), manifests.folder(), state.path()));
  }

  /** A file by which agent and keepalived of a node speak. */
  Path file(String node, String name) {
    return state.path().resolve(node).resolve("vrrp").resolve(name);
  }

  /** The program that runs keepalived. */
  Process keepalived(String node) {
    return requireNonNull(runners.get(node));
  }

  void startKeepalived(String node) {
    try {
      runners.put(
          node,
          new ProcessBuilder(host(node).execution("sh", file(node, "lvs-keepalived").toString()))
              .redirectErrorStream(true)
              .redirectOutput(state.path().resolve(node + ".keepalived").toFile())
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what {@code lvs holders} prints on a node, whatever its exit code. */
  String holders(String node) {
    List<String> command = List.of("holders", "--state-dir", state.path().resolve(node).toString());
    return host(node)
        .run(
            "sh", "-c", String.join(" ", AgentProcess.commandLine(command)) + " 2>/dev/null; true");
  }

  /** Returns what keepalived and the agent of a node wrote. */
  String logs(String node) {
    try {
      return agent(node).log()
          + Files.readString(state.path().resolve(node + ".keepalived"))
          + Files.readString(file(node, "keepalived.conf"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    runners.values().forEach(Process::destroy);
    runners
        .values()
        .forEach(
            one -> {
              try {
                one.waitFor();
              } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
              }
            });
    agents.values().forEach(AgentProcess::close);
    sniffer.close();
    state.close();
    manifests.close();
    lab.close();
  }
}
