package dev.lvs.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.lab.AgentProcess;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Lab;
import dev.lvs.lab.ScratchFolder;
import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.HeldConnections;
import dev.lvs.verdict.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Drains of an agent that is killed, and those that are ordered on a director. */
@Tag("kernel")
class DrainLifeIT {
  private static final String HTTP = "10.1.210.58:80";
  private static final String FIRST = "-r 192.0.2.21:8080 -m";
  private static final String WITHOUT = "name: web-1, namespace: shop, labels: {app: none}";
  private static final String WITH = "name: web-1, namespace: shop, labels: {app: web}";
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @AutoClose private final ScratchFolder state = ScratchFolder.named("lvs-drains");
  @AutoClose private final EditableManifests manifests = EditableManifests.ofExample("nat");
  @AutoClose private final Lab lab = Lab.of(Topology.nat(2));

  @Test
  @Row("drain-outlives-agent")
  void killedAgainAndAgainItRemovesAtTheSameDeadline() {
    drainFor("25s");
    AgentProcess agent = start();
    awaitTable(FIRST + " -w 1");
    awaitMemory();
    try (HeldConnections held = lab.client().hold(HTTP, 4)) {
      assertThat(held.answers()).hasToString("web-1=2 web-2=2");
      manifests.replace("real-servers.yaml", WITH, WITHOUT);
      awaitTable(FIRST + " -w 0");
      long begun = System.nanoTime();
      // as soon as its weight is 0, while the next agent starts, and when that has looked
      for (long millis : List.of(0L, 400L, 900L, 2500L)) {
        agent.kill();
        agent = start();
        await().pollDelay(Duration.ofMillis(millis)).until(() -> true);
        assertThat(table()).contains(FIRST + " -w 0");
        assertThat(held.askAgain()).isEqualTo(held.answers());
      }

      await().atMost(PATIENCE).until(() -> !table().contains(FIRST));

      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .isBetween(Duration.ofSeconds(23), Duration.ofSeconds(28));
      assertThat(held.askAgain()).isNotEqualTo(held.answers());
    } finally {
      agent.close();
    }
  }

  @Test
  void whatIsOverdueWhenItStartsGoesAtOnceAndWhoIsBackHasItsWeight() {
    drainFor("6s");
    AgentProcess agent = start();
    awaitTable(FIRST + " -w 1");
    awaitMemory();
    try (HeldConnections held = lab.client().hold(HTTP, 4)) {
      manifests.replace("real-servers.yaml", WITH, WITHOUT);
      awaitTable(FIRST + " -w 0");
      agent.kill();
      await().pollDelay(Duration.ofSeconds(7)).until(() -> true);
      assertThat(table()).as("nobody is there to remove it").contains(FIRST + " -w 0");
      assertThat(held.askAgain()).isEqualTo(held.answers());

      agent = start();
      await().atMost(PATIENCE).until(() -> !table().contains(FIRST));

      manifests.replace("real-servers.yaml", WITHOUT, WITH);
      awaitTable(FIRST + " -w 1");
      manifests.replace("real-servers.yaml", WITH, WITHOUT);
      agent.kill();
      manifests.replace("real-servers.yaml", WITHOUT, WITH);
      agent = start();
      awaitTable(FIRST + " -w 1");
    } finally {
      agent.close();
    }
  }

  @Test
  @Row("drain-by-command")
  void anOrderOnTheDirectorOutlivesItsAgentAndIsTakenBack() {
    AgentProcess agent = start();
    awaitTable(FIRST + " -w 1");
    try (HeldConnections held = lab.client().hold(HTTP, 4)) {

      assertThat(lvs(0, "drain", "web-1", "--timeout", "60s"))
          .contains("192.0.2.21:8080 in TCP 10.1.210.58:80: 2 active and 0 inactive connections")
          .contains("removed at 20");
      awaitTable(FIRST + " -w 0");
      assertThat(lab.client().get(HTTP, 4)).hasToString("web-2=4");
      assertThat(lvs(0, "list", "--drains")).contains("192.0.2.21:8080 in TCP 10.1.210.58:80: 2 ");
      await()
          .atMost(PATIENCE)
          .until(() -> lvs(0, "status").contains("Draining: RealServer shop/web-1: 1 of"));

      agent.kill();
      agent = start();
      await().atMost(PATIENCE).until(() -> lvs(0, "status").contains("Well"));
      assertThat(table()).contains(FIRST + " -w 0");
      assertThat(held.askAgain()).isEqualTo(held.answers());

      lvs(0, "undrain", "web-1");
      awaitTable(FIRST + " -w 1");
      assertThat(lvs(66, "undrain", "web-1")).contains("There is no order to drain web-1");
    } finally {
      agent.close();
    }
  }

  @Test
  void anOrderEndsByItselfAndWaitsForTheLastConnection() {
    try (AgentProcess agent = start()) {
      awaitTable(FIRST + " -w 1");
      String end = Instant.now().plusSeconds(12).truncatedTo(ChronoUnit.SECONDS).toString();

      assertThat(lvs(0, "drain", "192.0.2.21:8080", "--until", end, "--wait"))
          .contains("192.0.2.21:8080 is out of every service of this director.");
      assertThat(table()).doesNotContain(FIRST);
      awaitTable(FIRST + " -w 1");
      assertThat(Instant.now()).isAfter(Instant.parse(end));
      assertThat(lvs(3, "drain", "web-7")).contains("no real server of this node's plan is web-7");
      agent.kill();
    }
    assertThat(lvs(3, "drain", "web-1")).contains("no agent is at work here");
    assertThat(lvs(64, "drain", "Web_1")).contains("'Web_1' is neither an address");
    assertThat(lvs(64, "drain", "web-1", "--timeout", "soon")).contains("'soon'");
  }

  private void drainFor(String time) {
    manifests.replace(
        "virtual-service.yaml",
        "scheduler: wrr",
        "scheduler: wrr\n  drain: {timeout: " + time + "}");
  }

  private AgentProcess start() {
    return AgentProcess.run(lab.director(), manifests.folder(), state.path());
  }

  /** Runs a command on the director, and returns what it prints. */
  private String lvs(int code, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--state-dir", state.path().resolve(lab.director().name()).toString()));
    try {
      Process command =
          new ProcessBuilder(lab.director().execution(AgentProcess.commandLine(all)))
              .redirectErrorStream(true)
              .start();
      String said = new String(command.getInputStream().readAllBytes(), UTF_8);
      assertThat(command.waitFor()).as("%s: %s", all, said).isEqualTo(code);
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** An agent that never ran before knows what is gone when it has read everything once. */
  private void awaitMemory() {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                lab.director()
                    .run("ls", state.path() + "/" + lab.director().name())
                    .contains("last-good"));
  }

  private void awaitTable(String words) {
    await().atMost(PATIENCE).until(() -> table().contains(words));
  }

  private String table() {
    return String.join("\n", lab.director().witness());
  }
}
