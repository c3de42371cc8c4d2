package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.lab.AgentProcess;
import dev.lvs.lab.Agents;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Host;
import dev.lvs.lab.Lab;
import dev.lvs.lab.ScratchFolder;
import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.Download;
import dev.lvs.verdict.Row;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Adoption of a table that another program made, while it serves. */
@Tag("kernel")
class AdoptIT {
  private static final String HTTP = "10.1.210.58:80";

  /** As keepalived makes it: another scheduler and weight, and a real server that has gone. */
  private static final String THEIRS =
      """
      -A -t 10.1.210.58:80 -s rr
      -a -t 10.1.210.58:80 -r 10.1.210.52:80 -g -w 7
      -a -t 10.1.210.58:80 -r 10.1.210.99:80 -g -w 0
      """;

  @AutoClose private final ScratchFolder state = ScratchFolder.named("lvs-adopt");
  @AutoClose private final EditableManifests manifests = EditableManifests.ofExample("dr");
  @AutoClose private final Lab lab = Lab.of(Topology.direct());

  @AutoClose
  private final Agents realServers = Agents.run(lab, manifests, List.of("rs-52", "rs-53"));

  @Test
  @Row("adopt")
  void takesOverWhatStandsWithoutBreakingAConnection() {
    Host director = lab.director();
    director.ipvsadm(THEIRS);
    director.ip("addr add 10.1.210.58/32 dev e0");
    // which stays theirs
    manifests.replace(
        "cluster.yaml",
        "  nodeSelector: {matchLabels: {lvs.dev/director",
        "  announcement: {mode: none}\n  nodeSelector: {matchLabels: {lvs.dev/director");
    List<String> before = director.witness();
    try (AgentProcess agent = AgentProcess.run(director, manifests.folder(), state.path());
        Download download = lab.client().download(HTTP);
        var held = lab.client().hold(HTTP, 4)) {
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(agent.log()).contains("or set adopt: true"));
      assertThat(director.witness()).isEqualTo(before);

      manifests.replace("virtual-service.yaml", "spec:", "spec:\n  adopt: true");
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(agent.log()).contains("AdoptionNotGranted"));
      assertThat(director.witness()).as("nobody granted that").isEqualTo(before);
      manifests.replace("cluster.yaml", "addresses: [", "adoption: true\n  addresses: [");

      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(director.witness())
                      .containsExactlyInAnyOrder(
                          "-A -t 10.1.210.58:80 -s wrr",
                          "-a -t 10.1.210.58:80 -r 10.1.210.52:80 -g -w 1",
                          "-a -t 10.1.210.58:80 -r 10.1.210.53:80 -g -w 1"));
      assertThat(held.askAgain()).isEqualTo(held.answers());
      assertThat(download.goesOn()).as(download.failure()).isTrue();
      assertThat(lab.client().get(HTTP, 6)).hasToString("rs-52=3 rs-53=3");

      // from now on it is ours, whatever the field says
      manifests.replace("virtual-service.yaml", "adopt: true", "adopt: false");
      manifests.replace("real-servers.yaml", "weight: 1", "weight: 5");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> director.witness().toString().contains(" -g -w 5"));
      assertThat(held.askAgain()).isEqualTo(held.answers());
      assertThat(agent.terminate()).isZero();
    }
    assertThat(AgentProcess.cleanup(director, state.path()).await()).isZero();
    assertThat(director.witness()).isEmpty();
    assertThat(director.run("ip", "-o", "-4", "addr")).contains("10.1.210.58/32");
    assertThat(realServers.round("rs-52").isConverged()).isTrue();
  }
}
