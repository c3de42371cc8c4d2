package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanPart;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.lab.apiserver.ApiServerExtension;
import dev.lvs.lab.apiserver.Cluster;
import dev.lvs.parts.PartTree;
import dev.lvs.parts.StoredPlan;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Many changes at once: they share compilations and plans, and every status is written in the end.
 */
@ExtendWith(ApiServerExtension.class)
class StormIT {
  private static final int SERVICES = 60;
  private static final int SERVERS_EACH = 5;
  private static final int RESOURCES = SERVICES * (1 + SERVERS_EACH);

  private final Cluster cluster;
  private final KubernetesClient client;
  private final String namespace;

  StormIT(Cluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client();
    this.namespace = cluster.namespace();
    cluster.node("edge-1", "192.0.2.241", Map.of("lvs.dev/director", "true"));
    TestManifests.apply(
        client, namespace, TestManifests.ADMIN.replace("192.0.2.0/28", "203.0.113.0/24"));
  }

  @AfterEach
  void clear() {
    cluster.clear();
  }

  @Test
  void aStormOfChangesEndsInOnePlanAndEveryStatus() {
    try (ReportingNodes _ = new ReportingNodes(client);
        RunningOperator _ = RunningOperator.start(cluster.plane().newClient())) {
      long began = System.nanoTime();
      try (ExecutorService users = Executors.newFixedThreadPool(4)) {
        IntStream.range(0, SERVICES).forEach(n -> users.execute(() -> create(n)));
      }

      await().atMost(Duration.ofMinutes(2)).until(() -> ready() == SERVICES);

      NodePlan plan = client.resources(NodePlan.class).withName("edge-1").get();
      assertThat(whole(plan).director().services())
          .hasSize(SERVICES)
          .allSatisfy(service -> assertThat(service.destinations()).hasSize(SERVERS_EACH));
      long generation = plan.getMetadata().getGeneration();
      assertThat(generation).as("versions of the plan").isLessThan(RESOURCES);
      System.out.printf(
          "operator: %d resources created and ready after %.1f s, in %d versions of the plan%n",
          RESOURCES, (System.nanoTime() - began) / 1e9, generation);
    }
  }

  private NodePlanSpec whole(NodePlan plan) {
    return StoredPlan.join(
        plan.getSpec(),
        PartTree.of(
            plan.getSpec(),
            name ->
                Optional.of(
                    client.resources(NodePlanPart.class).withName(name).require().getSpec())));
  }

  private void create(int n) {
    StringBuilder yaml = new StringBuilder();
    for (int server = 0; server < SERVERS_EACH; server++) {
      yaml.append(
          """
          apiVersion: lvs.dev/v1alpha1
          kind: RealServer
          metadata: {name: s%d-%d, labels: {app: s%d}}
          spec: {address: 198.51.100.%d, port: %d}
          ---
          """
              .formatted(n, server, n, n + 1, 8000 + server));
    }
    String selector = "realServers: {selector: {matchLabels: {app: s%d}}}".formatted(n);
    yaml.append(TestManifests.service("s" + n, "203.0.113." + (n + 1), selector));
    TestManifests.apply(client, namespace, yaml.toString());
  }

  private long ready() {
    return client.resources(VirtualService.class).inNamespace(namespace).list().getItems().stream()
        .filter(service -> service.getStatus() != null)
        .filter(service -> !service.getStatus().conditions().isEmpty())
        .filter(
            service ->
                service.getStatus().conditions().stream()
                    .allMatch(condition -> condition.getStatus().equals("True")))
        .filter(
            service ->
                Objects.requireNonNull(service.getStatus().realServers()).total() == SERVERS_EACH)
        .count();
  }
}
