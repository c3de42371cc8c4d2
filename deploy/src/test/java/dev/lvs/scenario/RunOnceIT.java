package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.lab.AgentProcess;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Host;
import dev.lvs.lab.Lab;
import dev.lvs.lab.ScratchFolder;
import dev.lvs.lab.Topology;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code run --once} after an agent that knew of a real server that is down. */
@Tag("kernel")
class RunOnceIT {
  private static final String FIRST = "-r 192.0.2.21:8080 -m -w ";

  @AutoClose private final ScratchFolder state = ScratchFolder.named("lvs-once");
  @AutoClose private final EditableManifests manifests = EditableManifests.ofExample("nat");
  @AutoClose private final Lab lab = Lab.of(Topology.nat(2));

  @Test
  void aServerThatWasDownGetsNoClientsUnlessThatIsForgotten() {
    manifests.replace(
        "virtual-service.yaml",
        "scheduler: wrr",
        "scheduler: wrr\n  healthCheck: {tcp: {}, interval: 200ms, timeout: 200ms, fall: 2}");
    try (AgentProcess agent = AgentProcess.run(lab.director(), manifests.folder(), state.path())) {
      awaitTable(FIRST + 1);
      Host first = lab.host("web-1");
      first.run("nft", "add table inet broken");
      first.run("nft", "add chain inet broken in { type filter hook input priority 0 ; }");
      first.run("nft", "add rule inet broken in tcp dport 8080 reject with tcp reset");
      awaitTable(FIRST + 0);
      agent.kill();
    }

    once();
    assertThat(table()).contains(FIRST + 0);

    lab.director().run("rm", state.path() + "/" + lab.director().name() + "/standings");
    once();
    assertThat(table()).contains(FIRST + 1);
  }

  private void once() {
    String[] command =
        AgentProcess.commandLine(
            List.of(
                "run",
                "--once",
                "--manifests",
                manifests.folder().toString(),
                "--node",
                lab.director().name(),
                "--state-dir",
                state.path().resolve(lab.director().name()).toString()));
    String said = lab.director().run("sh", "-c", String.join(" ", command) + " 2>&1; echo code=$?");
    assertThat(said).contains("code=");
  }

  private void awaitTable(String words) {
    await().atMost(Duration.ofSeconds(60)).until(() -> table().contains(words));
  }

  private String table() {
    return String.join("\n", lab.director().witness());
  }
}
