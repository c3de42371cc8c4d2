package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.api.v1alpha1.DrainedConnections;
import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.api.v1alpha1.RealServerStatus;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceNumbers;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.api.v1alpha1.ServerDrain;
import dev.lvs.lab.apiserver.Cluster;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A real server of services that nobody checks is taken out, and whoever waits for it learns when.
 */
class DrainedIT extends OperatorTest {
  DrainedIT(Cluster cluster) {
    super(cluster);
  }

  @BeforeEach
  void aServiceOnTwoDirectors() {
    cluster.node("edge-1", "192.0.2.241", Map.of("lvs.dev/director", "true"));
    cluster.node("edge-2", "192.0.2.242", Map.of("lvs.dev/director", "true"));
    TestManifests.apply(
        client,
        namespace,
        String.join(
            "---\n",
            TestManifests.ADMIN,
            TestManifests.SERVERS,
            TestManifests.service("web", "192.0.2.1", "drain: {timeout: 600s}")));
    await().until(() -> state().equals("InUse"));
  }

  @Test
  void isDrainedOnceNoDirectorHasAConnection() {
    assertThat(drained()).isEqualTo("none");
    nodes.refuse("edge-2", draining());

    maintain("{\"mode\": \"Drain\"}");

    await().until(() -> drained().equals("False ConnectionsLeft"));
    assertThat(drains()).extracting(ServerDrain::director).containsExactly("edge-2");
    nodes.refuse("edge-2");
    assertThat(
            cluster
                .kubectl()
                .expect(
                    "wait",
                    "--for=condition=Drained",
                    "--timeout=30s",
                    "-n",
                    namespace,
                    "realserver/web-1"))
        .contains("condition met");
    await()
        .untilAsserted(
            () ->
                assertThat(Seen.events(client, namespace, "RealServer", "web-1"))
                    .containsExactlyInAnyOrder(
                        "Warning Draining: It takes no new connections.",
                        "Normal Drained: No director has a connection to it any more."));

    maintain("null");

    await().until(() -> drained().equals("none") && state().equals("InUse"));
  }

  @Test
  void isNotKnownToBeDrainedWhileADirectorIsSilent() {
    nodes.silence("edge-1");

    maintain("{\"mode\": \"Drain\"}");

    await().until(() -> drained().startsWith("Unknown"));
    nodes.wake("edge-1");
    await().until(() -> drained().equals("True Drained"));
  }

  private void maintain(String maintenance) {
    server()
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\": {\"maintenance\": %s}}".formatted(maintenance));
  }

  private ResourceReport draining() {
    return new ResourceReport(
        new ResourceName("RealServer", namespace, "web-1"),
        1L,
        "2026-01-01T12:00:00Z",
        ResourceState.PROGRAMMED,
        ResourceReport.DRAINING,
        ResourceNumbers.drained(1, new DrainedConnections(3, 0, "2026-01-01T13:00:00Z")),
        null,
        null);
  }

  private Resource<RealServer> server() {
    return client.resources(RealServer.class).inNamespace(namespace).withName("web-1");
  }

  private Optional<RealServerStatus> status() {
    return Optional.ofNullable(server().require().getStatus());
  }

  private String state() {
    return status().map(RealServerStatus::state).orElse("");
  }

  private List<ServerDrain> drains() {
    return status().map(RealServerStatus::drains).orElse(List.of());
  }

  private String drained() {
    return status()
        .flatMap(
            it ->
                it.conditions().stream().filter(one -> one.getType().equals("Drained")).findFirst())
        .map(it -> it.getStatus() + " " + it.getReason())
        .orElse("none");
  }
}
