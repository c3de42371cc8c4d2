package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.agent.plan.draft.Obstacle;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Topology;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** An example whose real servers are probed the way of clients' packets, and what becomes of it. */
final class ProbedScenario implements AutoCloseable {
  private static final String OFTEN = "interval: 400ms, timeout: 400ms, rise: 2, fall: 3";
  private static final String HTTP = "healthCheck: {http: {}, through: forwarding, " + OFTEN + "}";
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** As many probes of one server as would take it down, twice. */
  private static final Duration A_WHILE = Duration.ofMillis(2500);

  private final Scenario scenario;

  /** Starts an example whose VirtualServices, all of one scheduler, are checked. */
  ProbedScenario(
      Topology topology, String example, String scheduler, UnaryOperator<EditableManifests> edit) {
    String line = "scheduler: " + scheduler;
    scenario =
        new Scenario(
            topology,
            example,
            manifests -> {
              String file = file(manifests);
              String text = manifests.read(file);
              return edit.apply(manifests.write(file, text.replace(line, line + "\n  " + HTTP)));
            });
  }

  Scenario scenario() {
    return scenario;
  }

  /** The control: has real servers asked at their own addresses, and waits until they are up. */
  void askDirectly() {
    EditableManifests manifests = scenario.agents().manifests();
    String file = file(manifests);
    manifests.write(file, manifests.read(file).replace("through: forwarding", "through: direct"));
    scenario.agents().settle();
    await().atMost(PATIENCE).until(() -> !table().contains("-w 0"));
  }

  /** Takes a VIP from a real server whose agent has ended, so that none puts it back. */
  void takeVip(String server, String vip) {
    scenario.agents().stop(server);
    scenario.host(server).ip("addr del %s dev lo".formatted(vip));
  }

  /** Waits for as many probes as would take servers down, and finds them up. */
  void staysUp(String... destinations) {
    for (String destination : destinations) {
      awaitTable(destination + " -w 1");
    }
    await()
        .pollInterval(Duration.ofMillis(200))
        .during(A_WHILE)
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              for (String destination : destinations) {
                assertThat(table()).contains(destination + " -w 1");
              }
            });
    assertThat(told()).noneMatch(words -> words.contains("is not probed"));
  }

  /** The connections so far of virtual servers of a kind. */
  List<Long> statistics(String kind) {
    return scenario
        .director()
        .run("ipvsadm", "-Ln", "--stats", "--exact")
        .lines()
        .filter(line -> line.startsWith(kind + " "))
        .map(line -> Long.valueOf(line.replace(" IPv6", "").split(" +", -1)[2]))
        .toList();
  }

  /** Obstacles of the director, as messages. */
  List<String> told() {
    return scenario.agents().round(Topology.DIRECTOR).before().desired().obstacles().stream()
        .map(Obstacle::message)
        .toList();
  }

  void awaitTable(String words) {
    await().atMost(PATIENCE).until(() -> table().contains(words));
  }

  /** The IPVS table of the director, as ipvsadm saves it. */
  String table() {
    return String.join("\n", scenario.director().witness());
  }

  private static String file(EditableManifests manifests) {
    return manifests.names("VirtualService").size() == 3
        ? "virtual-services.yaml"
        : "virtual-service.yaml";
  }

  @Override
  public void close() {
    scenario.close();
  }
}
