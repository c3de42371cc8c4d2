package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.lab.apiserver.ApiServerExtension;
import dev.lvs.lab.apiserver.Cluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Recovery of the operator after an outage of the API server, and after others changed its plans.
 */
@ExtendWith(ApiServerExtension.class)
class OutageIT {
  private final Cluster cluster;
  private final KubernetesClient client;
  private final String namespace;

  OutageIT(Cluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client();
    this.namespace = cluster.namespace();
    cluster.node("edge-1", "192.0.2.241", Map.of("lvs.dev/director", "true"));
    TestManifests.apply(client, namespace, TestManifests.ADMIN + "---\n" + TestManifests.SERVERS);
    TestManifests.apply(client, namespace, TestManifests.service("web", "192.0.2.1"));
  }

  @AfterEach
  void clear() {
    cluster.clear();
  }

  @Test
  void catchesUpWithWhatChangedWhileItsWatchesWereDown() throws IOException {
    try (ApiLink link = ApiLink.to(cluster.plane());
        RunningOperator _ = RunningOperator.start(link.client(cluster.plane()))) {
      await().untilAsserted(() -> assertThat(weights()).containsExactly(1, 1));

      link.cut();
      weigh("web-1", 7);
      client.resources(RealServer.class).inNamespace(namespace).withName("web-2").delete();
      link.mend();

      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(weights()).containsExactly(7));
    }
  }

  @Test
  void putsAPlanRightThatSomebodyChangedOrDeleted() {
    try (RunningOperator _ = RunningOperator.start(cluster.plane().newClient())) {
      await().untilAsserted(() -> assertThat(weights()).containsExactly(1, 1));

      client
          .resources(NodePlan.class)
          .withName("edge-1")
          .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"director\":null}}");
      await().untilAsserted(() -> assertThat(weights()).containsExactly(1, 1));

      client.resources(NodePlan.class).withName("edge-1").delete();
      await().untilAsserted(() -> assertThat(weights()).containsExactly(1, 1));
    }
  }

  private void weigh(String server, int weight) {
    client
        .resources(RealServer.class)
        .inNamespace(namespace)
        .withName(server)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"weight\":%d}}".formatted(weight));
  }

  private List<Integer> weights() {
    NodePlan plan = client.resources(NodePlan.class).withName("edge-1").get();
    return plan == null || plan.getSpec().director().holdsNothing()
        ? List.of()
        : plan.getSpec().director().services().stream()
            .flatMap(service -> service.destinations().stream())
            .map(destination -> destination.weight())
            .toList();
  }
}
