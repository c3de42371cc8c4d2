package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.lab.AgentProcess;
import dev.lvs.lab.Lab;
import dev.lvs.lab.Manifests;
import dev.lvs.lab.ScratchFolder;
import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Without Kubernetes a node says by a file and an exit code whether it is well. */
@Tag("kernel")
class LocalStatusIT {
  @AutoClose private final ScratchFolder state = ScratchFolder.named("lvs-local-status");
  @AutoClose private final ScratchFolder none = ScratchFolder.named("lvs-no-status");
  @AutoClose private final Manifests manifests = Manifests.ofExample("dr");
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

  /** What the last call printed: all write into one log. */
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
