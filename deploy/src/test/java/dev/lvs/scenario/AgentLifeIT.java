package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.lab.AgentProcess;
import dev.lvs.lab.Agents;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Lab;
import dev.lvs.lab.ScratchFolder;
import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.Download;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The director's agent as a real process that is killed and stopped; traffic does not notice. */
@Tag("kernel")
class AgentLifeIT {

  private static final String HTTP = "10.1.210.58:80";

  /** Lines of the table that make one virtual service with its two destinations. */
  private static final int SERVICE = 3;

  /** Enough for more than one batch of netlink messages. */
  private static final int MORE_SERVICES = 120;

  @AutoClose private final ScratchFolder state = ScratchFolder.named("lvs-agent-life");
  @AutoClose private final EditableManifests manifests = EditableManifests.ofExample("dr");
  @AutoClose private final Lab lab = Lab.of(Topology.direct());

  @AutoClose
  private final Agents realServers = Agents.run(lab, manifests, List.of("rs-52", "rs-53"));

  @Test
  void killedInTheMiddleOfAChangeItLosesNoConnectionAndConvergesWithoutAFlush() {
    try (AgentProcess first = start()) {
      awaitTable(lines -> lines == SERVICE);
      try (Download download = lab.client().download(HTTP);
          var held = lab.client().hold(HTTP, 6)) {
        manifests.write("more.yaml", moreServices());
        awaitTable(lines -> lines > SERVICE);
        first.kill();
        int halfWay = lab.director().witness().size();

        assertThat(held.askAgain()).isEqualTo(held.answers());
        assertThat(download.goesOn()).as(download.failure()).isTrue();
        try (AgentProcess second = start()) {
          awaitTable(lines -> lines == SERVICE + SERVICE * MORE_SERVICES);
          assertThat(held.askAgain()).isEqualTo(held.answers());
          second.kill();
        }
        manifests.delete("more.yaml");
        try (AgentProcess third = start()) {
          awaitTable(lines -> lines == SERVICE);
          assertThat(third.isAlive()).isTrue();
        }
        assertThat(held.askAgain()).isEqualTo(held.answers());
        assertThat(download.goesOn()).as(download.failure()).isTrue();
        assertThat(halfWay).isGreaterThan(SERVICE);
      }
    }
    assertThat(AgentProcess.cleanup(lab.director(), state.path()).await()).isZero();
    assertThat(lab.director().witness()).isEmpty();
    assertThat(realServers.round("rs-52").isConverged()).isTrue();
  }

  @Test
  void sigtermLeavesTheKernelAsItIs() {
    List<String> before;
    try (AgentProcess agent = start()) {
      awaitTable(lines -> lines == SERVICE);
      before = lab.director().witness();

      assertThat(agent.terminate()).isZero();
    }

    assertThat(lab.director().witness()).isEqualTo(before);
    assertThat(lab.client().get(HTTP, 6)).hasToString("rs-52=3 rs-53=3");
  }

  private AgentProcess start() {
    return AgentProcess.run(lab.director(), manifests.folder(), state.path());
  }

  private void awaitTable(IntPredicate lines) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> lines.test(lab.director().witness().size()));
  }

  private static String moreServices() {
    List<String> documents = new ArrayList<>();
    IntStream.range(0, MORE_SERVICES)
        .mapToObj(
            n ->
                """
                apiVersion: lvs.dev/v1alpha1
                kind: VirtualService
                metadata: {name: more-%d, namespace: shop}
                spec:
                  addresses: [10.1.210.58]
                  ports: [{port: %d}]
                  scheduler: rr
                  forwarding: {method: DR}
                  realServers: {selector: {matchLabels: {app: web}}}
                """
                    .formatted(n, 20000 + n))
        .forEach(documents::add);
    return documents.stream().collect(Collectors.joining("---\n"));
  }
}
