package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.lab.AgentProcess;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Lab;
import dev.lvs.lab.ScratchFolder;
import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code lvs list --health}: what the running agent finds, and Unknown where there is none. */
@Tag("kernel")
class ListHealthIT {
  private static final String WEB_1 = "192.0.2.21:8080";

  @AutoClose private final ScratchFolder state = ScratchFolder.named("lvs-list-health");
  @AutoClose private final EditableManifests manifests = EditableManifests.ofExample("nat");
  @AutoClose private final Lab lab = Lab.of(Topology.nat(2));

  @Test
  @Row("health-listed")
  void saysWhichServersWorkAndWhyNot() {
    manifests.replace(
        "virtual-service.yaml",
        "scheduler: wrr",
        "scheduler: wrr\n  healthCheck: {tcp: {}, interval: 200ms, timeout: 200ms, fall: 2}");
    try (AgentProcess agent = AgentProcess.run(lab.director(), manifests.folder(), state.path())) {
      expect(0, WEB_1 + " +1 +Healthy +20[^ ]+Z last good 20");
      expect(0, "192.0.2.22:8080 +1 +Healthy ");

      lab.host("web-1").run("nft", "add table inet broken");
      lab.host("web-1")
          .run("nft", "add chain inet broken in { type filter hook input priority 0 ; }");
      lab.host("web-1").run("nft", "add rule inet broken in tcp dport 8080 reject with tcp reset");
      expect(
          0,
          WEB_1
              + " +0 +Unhealthy +20[^ ]+Z connection refused by "
              + WEB_1
              + ", 2 times; last good 20");
      expect(0, "192.0.2.22:8080 +1 +Healthy ");

      agent.signal("STOP");
      expect(2, WEB_1 + " +0 +Unknown +-");
      expect(2, "lvs: how real servers are is not known: the agent has said nothing for ");
      agent.signal("CONT");
      lab.host("web-1").run("nft", "delete table inet broken");
      expect(0, WEB_1 + " +1 +Healthy +20[^ ]+Z connection refused by ");
      agent.kill();
    }
    expect(2, WEB_1 + " +1 +Unknown +-");
    expect(2, "no agent is at work here");
  }

  /** What an agent cannot find out for want of descriptors takes no real server out. */
  @Test
  void anAgentWithoutDescriptorsSaysNothingAboutServers() {
    manifests.replace(
        "virtual-service.yaml",
        "scheduler: wrr",
        "scheduler: wrr\n  healthCheck: {tcp: {}, interval: 200ms, timeout: 200ms, fall: 2}");
    try (AgentProcess agent = AgentProcess.run(lab.director(), manifests.folder(), state.path())) {
      expect(0, WEB_1 + " +1 +Healthy +20[^ ]+Z last good 20");
      expect(0, "192.0.2.22:8080 +1 +Healthy ");

      agent.limitDescriptors(8);
      lab.host("web-1").run("nft", "add table inet broken");
      lab.host("web-1")
          .run("nft", "add chain inet broken in { type filter hook input priority 0 ; }");
      lab.host("web-1").run("nft", "add rule inet broken in tcp dport 8080 reject with tcp reset");
      await()
          .during(Duration.ofSeconds(5))
          .atMost(Duration.ofSeconds(20))
          .until(() -> weights().equals(List.of("1", "1")));

      agent.limitDescriptors(4096);
      await().atMost(Duration.ofSeconds(60)).until(() -> weights().equals(List.of("0", "1")));
      assertThat(agent.isAlive()).isTrue();
    }
  }

  private List<String> weights() {
    return lab.director().witness().stream()
        .filter(line -> line.contains(" -r 192.0.2.2"))
        .sorted()
        .map(line -> line.replaceAll(".* -w ", "").strip())
        .toList();
  }

  private void expect(int code, String pattern) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              Listed listed = list();
              assertThat(listed.text()).containsPattern(pattern);
              assertThat(listed.code()).isEqualTo(code);
            });
  }

  private record Listed(int code, String text) {}

  private Listed list() {
    String[] command =
        AgentProcess.commandLine(
            List.of(
                "list",
                "--health",
                "--state-dir",
                state.path().resolve(lab.director().name()).toString()));
    String text = lab.director().run("sh", "-c", String.join(" ", command) + " 2>&1; echo code=$?");
    int end = text.lastIndexOf("code=");
    return new Listed(Integer.parseInt(text.substring(end + 5).strip()), text.substring(0, end));
  }
}
