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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ten thousand equal warnings, of an agent as its image runs it. */
@Tag("kernel")
class ManyWarningsIT {
  private static final int MANY = 10_000;

  /** Lines of a log that a person reads. */
  private static final int FEW = 60;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @AutoClose private final ScratchFolder state = ScratchFolder.named("lvs-many-warnings");
  @AutoClose private final EditableManifests manifests = EditableManifests.ofExample("dr");
  @AutoClose private final Lab lab = Lab.of(Topology.direct());

  @Test
  @Row("log-folded")
  void mistakesInManifestsAreOneLine() {
    manifests.write("many.yaml", services("sheduler"));
    try (AgentProcess agent = AgentProcess.run(lab.director(), manifests.folder(), state.path())) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(agent.log()).contains("(And 9999 more of this kind.)"));

      assertThat(agent.log()).contains("did you mean scheduler?");
      assertThat(lines(agent)).isLessThan(FEW);
    }
  }

  @Test
  @Row("log-folded")
  void whatOthersHaveInTheKernelIsOneLine() {
    lab.director()
        .ipvsadm(
            IntStream.rangeClosed(1, MANY)
                .mapToObj(port -> "-A -t 10.1.210.58:" + (10_000 + port) + " -s rr\n")
                .collect(Collectors.joining()));
    manifests.write("many.yaml", services("scheduler"));
    try (AgentProcess agent = AgentProcess.run(lab.director(), manifests.folder(), state.path())) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(agent.log()).contains("(And 9999 more of this kind.)"));

      assertThat(agent.log()).contains("NotOurs");
      assertThat(lines(agent)).isLessThan(FEW);
      assertThat(lab.director().witness()).hasSize(MANY + 3);
    }
  }

  private static int lines(AgentProcess agent) {
    return (int) agent.log().lines().count();
  }

  private static String services(String scheduler) {
    return IntStream.rangeClosed(1, MANY)
        .mapToObj(
            number ->
                """
                apiVersion: lvs.dev/v1alpha1
                kind: VirtualService
                metadata: {name: many-%d, namespace: shop}
                spec:
                  addresses: [10.1.210.58]
                  ports: [{port: %d}]
                  %s: rr
                  forwarding: {method: DR}
                  realServers: {inline: [{address: 10.1.210.52}]}
                """
                    .formatted(number, 10_000 + number, scheduler))
        .collect(Collectors.joining("---\n"));
  }
}
