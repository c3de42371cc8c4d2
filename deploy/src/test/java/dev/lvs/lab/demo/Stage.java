package dev.lvs.lab.demo;

import dev.lvs.lab.AgentProcess;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.KernelTable;
import dev.lvs.lab.Lab;
import dev.lvs.lab.Machine;
import dev.lvs.lab.ScratchFolder;
import dev.lvs.lab.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Environment of the demo's acts: one network with a client, a director, a router and six real
 * servers, and one folder of manifests that all agents read. Between acts only the folder changes.
 */
final class Stage implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Longer than TrimNativeHeapInterval of an agent's JVM. */
  private static final Duration REST = Duration.ofSeconds(7);

  private final Lab lab;
  private final ScratchFolder state = ScratchFolder.named("lvs-demo");
  private final EditableManifests manifests;
  private final Map<String, AgentProcess> agents = new LinkedHashMap<>();

  Stage(String firstExample) {
    manifests = EditableManifests.ofExample(firstExample);
    lab = Lab.of(topology());
  }

  private static Topology topology() {
    return Topology.of(
            Machine.named(Topology.CLIENT, "10.1.210.100").via("10.1.210.1"),
            Machine.named(Topology.DIRECTOR, "10.1.210.51", "192.0.2.1").via("10.1.210.1"),
            Machine.named("router", "10.1.210.1", "198.51.100.1").forwarding())
        .with(Stream.of("52", "53").map(n -> Machine.named("rs-" + n, "10.1.210." + n).serving(80)))
        .with(
            Stream.of("1", "2")
                .map(
                    n -> Machine.named("web-" + n, "192.0.2.2" + n).via("192.0.2.1").serving(8080)))
        .with(
            Stream.of("21", "22")
                .map(
                    n ->
                        Machine.named("rs-" + n, "198.51.100." + n)
                            .via("198.51.100.1")
                            .serving(80)));
  }

  Lab lab() {
    return lab;
  }

  EditableManifests manifests() {
    return manifests;
  }

  KernelTable table() {
    return new KernelTable(lab.director());
  }

  Map<String, AgentProcess> agents() {
    return agents;
  }

  /** Starts an agent on each node of the manifests that has none yet. */
  void startAgents() {
    for (String node : manifests.names("Node")) {
      agents.computeIfAbsent(
          node, name -> AgentProcess.run(lab.host(name), manifests.folder(), state.path()));
    }
  }

  /**
   * Ends the agents on nodes that the manifests no longer name, and cleans up there: a node that is
   * not named keeps what it has.
   *
   * @return the names of those nodes
   */
  List<String> retireAgents() {
    List<String> left = new ArrayList<>(agents.keySet());
    left.removeAll(manifests.names("Node"));
    for (String node : left) {
      Objects.requireNonNull(agents.remove(node)).terminate();
      AgentProcess.cleanup(lab.host(node), state.path());
      until(
          "the VIP to leave " + node,
          () -> lab.host(node).run("ip", "-o", "addr", "show", "to", Topology.VIP).isEmpty());
    }
    return left;
  }

  /**
   * Ends every agent but one.
   *
   * @return the names of their nodes
   */
  List<String> endAgentsBut(String kept) {
    List<String> ended = new ArrayList<>(agents.keySet());
    ended.remove(kept);
    ended.forEach(node -> Objects.requireNonNull(agents.remove(node)).terminate());
    return ended;
  }

  /** Waits until agents have given back what it took to start. */
  void rest() {
    try {
      Thread.sleep(REST);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stop);
    }
  }

  /** Asks until answers come: then director and real servers hold what they need. */
  void awaitAnswers(String target) {
    until("answers on " + target, () -> lab.client().get(target, 2).areComplete());
  }

  private void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        StringBuilder logs = new StringBuilder();
        agents.forEach((node, agent) -> logs.append(node).append(":\n").append(agent.log()));
        throw new IllegalStateException("waited in vain for " + what + "\n" + logs);
      }
    }
  }

  @Override
  public void close() {
    agents.values().forEach(AgentProcess::close);
    lab.close();
    manifests.close();
    state.close();
  }
}
