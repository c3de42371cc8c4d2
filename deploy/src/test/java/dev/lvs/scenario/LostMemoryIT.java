package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.lab.AgentProcess;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Host;
import dev.lvs.lab.Lab;
import dev.lvs.lab.ScratchFolder;
import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Agents that lose their stored state, or start where another one runs. */
@Tag("kernel")
class LostMemoryIT {
  private static final String VIP = "10.1.210.58/32";

  @AutoClose private final ScratchFolder state = ScratchFolder.named("lvs-lost-memory");
  @AutoClose private final ScratchFolder other = ScratchFolder.named("lvs-other-memory");
  @AutoClose private final EditableManifests manifests = EditableManifests.ofExample("dr");
  @AutoClose private final Lab lab = Lab.of(Topology.direct());

  @Test
  @Row({"second-agent", "second-agent-memory"})
  void aSecondAgentIsRefusedWhicheverStateDirectoryItHasAndWritesNothing() {
    Host director = lab.director();
    try (AgentProcess first = run(state.path())) {
      awaitVip(true);
      await()
          .until(
              () ->
                  contents(state.path())
                      .lines()
                      .anyMatch(line -> line.endsWith(" last-good.json")));
      try (EditableManifests empty = EditableManifests.ofExample("dr")) {
        empty.delete("virtual-service.yaml");
        for (Path folder : List.of(state.path(), other.path())) {
          String before = contents(folder);

          AgentProcess second = AgentProcess.run(director, empty.folder(), folder);

          assertThat(second.await()).isEqualTo(73);
          assertThat(second.log()).contains("another agent is at work in this network namespace");
          assertThat(contents(folder)).isEqualTo(before);
        }
        AgentProcess cleanup = AgentProcess.cleanup(director, other.path());
        assertThat(cleanup.await()).isEqualTo(73);
      }
      assertThat(first.isAlive()).isTrue();
      assertThat(director.witness()).hasSize(3);
    }
  }

  @Test
  @Row("ledger-folder-lost")
  void whatCarriesOurMarksIsTakenBackAfterTheLedgerWasLost() {
    Host director = lab.director();
    director.ip("addr add 10.1.210.77/32 dev e0");
    try (AgentProcess agent = run(state.path())) {
      awaitVip(true);
      agent.kill();
    }
    assertThat(AgentProcess.cleanup(director, other.path()).await()).isZero();
    assertThat(addresses()).contains(VIP);

    AgentProcess cleanup =
        AgentProcess.with(director, other.path(), "run", "--cleanup", "--take-back");

    assertThat(cleanup.await()).isZero();
    assertThat(cleanup.log()).contains("Taken back: vip 10.1.210.58 e0");
    assertThat(addresses()).doesNotContain(VIP).contains("10.1.210.77/32");
    assertThat(director.witness()).hasSize(3);
  }

  @Test
  @Row({"ledger-folder-lost", "ledger-other-life"})
  void aLedgerOutlivesItsFolderAndAStartInAnotherNamespace() {
    Host director = lab.director();
    try (AgentProcess agent = run(state.path())) {
      awaitVip(true);
      // in one step: the agent goes on to write there
      director.run("mv", folder(state.path()).toString(), other.path().toString());
      await().untilAsserted(() -> assertThat(agent.log()).contains("it was written anew"));
      agent.kill();
    }
    // the same state directory, as in a pod without hostNetwork
    Host server = lab.host("rs-52");
    director.run("ln", "-s", folder(state.path()).toString(), state.path() + "/rs-52");
    AgentProcess elsewhere = AgentProcess.cleanup(server, state.path());
    assertThat(elsewhere.await()).isEqualTo(75);
    assertThat(elsewhere.log()).contains("a ledger of another network namespace");

    assertThat(AgentProcess.cleanup(director, state.path()).await()).isZero();
    assertThat(addresses()).doesNotContain(VIP);
    assertThat(director.witness()).isEmpty();
  }

  private AgentProcess run(Path folder) {
    return AgentProcess.run(lab.director(), manifests.folder(), folder);
  }

  private Path folder(Path parent) {
    return parent.resolve(lab.director().name());
  }

  /** Names in an agent's state directory, and sums of what it does not write every few seconds. */
  private String contents(Path parent) {
    return lab.director()
        .run(
            "sh",
            "-c",
            """
            mkdir -p %1$s; cd %1$s; ls | grep -v '[.]new$'
            cksum * | grep -Ev 'lock|health.json|holders.json|status.json' || :"""
                .formatted(folder(parent)));
  }

  private String addresses() {
    return lab.director().run("ip", "-o", "-4", "addr");
  }

  private void awaitVip(boolean there) {
    await().atMost(Duration.ofSeconds(60)).until(() -> addresses().contains(VIP) == there);
  }
}
