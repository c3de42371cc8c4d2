package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.lab.AgentProcess;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Lab;
import dev.lvs.lab.ScratchFolder;
import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Health of a node without Kubernetes: by a status file and an exit code. */
@Tag("kernel")
class LocalStatusIT {
  @AutoClose private final ScratchFolder state = ScratchFolder.named("lvs-local-status");
  @AutoClose private final ScratchFolder none = ScratchFolder.named("lvs-no-status");
  @AutoClose private final EditableManifests manifests = EditableManifests.ofExample("dr");
  @AutoClose private final Lab lab = Lab.of(Topology.direct());

  @Test
  @Row({"local-status", "nothing-to-read"})
  void saysWhetherAllIsWell() {
    expect(3, "NoAgent");
    try (AgentProcess agent = AgentProcess.run(lab.director(), manifests.folder(), state.path())) {
      expect(0, "Well");
      assertThat(status(none, "-o", "json")).isEqualTo(2);

      String web = manifests.read("virtual-service.yaml");
      manifests.replace("virtual-service.yaml", "scheduler", "sheduler");
      expect(1, "NotWell: ");
      expect(1, "did you mean scheduler?");
      manifests.write("virtual-service.yaml", web);
      expect(0, "Well");

      lab.director().run("sh", "-c", "cd " + manifests.folder() + " && mkdir a && mv *.yaml a");
      expect(1, "holds no manifest");
      lab.director().run("sh", "-c", "cd " + manifests.folder() + " && mv a/* . && rmdir a");
      expect(0, "Well");
      agent.kill();
    }
    expect(3, "NoAgent");
  }

  /**
   * It holds what says that an agent is at work, and does nothing: that is not known to be well.
   */
  @Test
  @Row("local-status")
  void doesNotBelieveAnAgentThatHangs() {
    try (AgentProcess agent = AgentProcess.run(lab.director(), manifests.folder(), state.path())) {
      expect(0, "Well");

      agent.signal("STOP");
      expect(2, "The agent has said nothing for ");
      agent.signal("CONT");
      expect(0, "Well");
    }
  }

  /** The clock on the wall is not what anything is measured by. */
  @Test
  @Row({"monotonic-backoff", "local-status"})
  void worksOnWhenTheClockIsSetBack() {
    try (AgentProcess agent = AgentProcess.run(lab.director(), manifests.folder(), state.path())) {
      expect(0, "Well");
      List<String> before = lab.director().witness();
      lab.director().run("date", "-s", "-3 days");
      try {
        lab.director().ipvsadm("-D -t 10.1.210.58:80");
        await().atMost(Duration.ofSeconds(60)).until(() -> lab.director().witness().equals(before));
        expect(0, "Well");
        manifests.replace("real-servers.yaml", "weight: 1", "weight: 7");
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> lab.director().witness().toString().contains("-w 7"));
      } finally {
        lab.director().run("date", "-s", "+3 days");
      }
      expect(0, "Well");
      assertThat(agent.isAlive()).isTrue();
    }
  }

  /** What only a running agent sees is told by whoever looks beside it. */
  @Test
  @Row("fight")
  void tellsOfAFightInDiffToo() throws IOException {
    try (AgentProcess agent = AgentProcess.run(lab.director(), manifests.folder(), state.path())) {
      expect(0, "Well");
      assertThat(diff()).isEmpty();
      Process loop =
          new ProcessBuilder(
                  lab.director()
                      .execution(
                          "sh",
                          "-c",
                          "while :; do ipvsadm -D -t 10.1.210.58:80 2>/dev/null; sleep 0.1; done"))
              .start();
      try {
        await()
            .atMost(Duration.ofSeconds(90))
            .untilAsserted(
                () ->
                    assertThat(diff())
                        .contains(
                            "lvs: note: VirtualService shop/web: ",
                            "Another program undid this at least "));
      } finally {
        loop.destroy();
      }
      assertThat(agent.isAlive()).isTrue();
    }
  }

  private String diff() {
    String[] command =
        AgentProcess.commandLine(
            List.of(
                "diff",
                "--manifests",
                manifests.folder().toString(),
                "--node",
                lab.director().name(),
                "--state-dir",
                state.path().resolve(lab.director().name()).toString()));
    return lab.director().run("sh", "-c", String.join(" ", command) + " 2>&1 || true");
  }

  private void expect(int code, String words) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              AgentProcess status = AgentProcess.with(lab.director(), state.path(), "status");
              assertThat(status.await()).isEqualTo(code);
              assertThat(last(status.log())).contains(words);
            });
  }

  /** Returns what the last call printed: all write into one log. */
  private static String last(String log) {
    int start = Math.max(log.lastIndexOf("\nWell: "), log.lastIndexOf("\nNotWell: "));
    start =
        Math.max(start, Math.max(log.lastIndexOf("\nNoAgent: "), log.lastIndexOf("\nUnknown: ")));
    return log.substring(Math.max(start, 0));
  }

  private int status(ScratchFolder folder, String... more) {
    return AgentProcess.with(lab.director(), folder.path(), "status", more[0], more[1]).await();
  }
}
