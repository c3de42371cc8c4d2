package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.api.v1alpha1.AddressPool;
import dev.lvs.api.v1alpha1.DirectorGroup;
import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.api.v1alpha1.VirtualServiceStatus;
import dev.lvs.lab.apiserver.ApiServerExtension;
import dev.lvs.lab.apiserver.Cluster;
import dev.lvs.operator.OperatorSettings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A restarted operator is idempotent: no writes without a change, and no waiting for nodes that are
 * gone.
 */
@ExtendWith(ApiServerExtension.class)
class OperatorRestartIT {
  private final Cluster cluster;
  private final KubernetesClient client;
  private final String namespace;
  private final ReportingNodes nodes;

  OperatorRestartIT(Cluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client();
    this.namespace = cluster.namespace();
    this.nodes = new ReportingNodes(client);
  }

  @BeforeEach
  void twoServicesOnADirector() {
    cluster.node("edge-1", "192.0.2.241", Map.of("lvs.dev/director", "true"));
    TestManifests.apply(client, namespace, TestManifests.ADMIN + "---\n" + TestManifests.SERVERS);
    TestManifests.apply(client, namespace, TestManifests.service("web", "192.0.2.1"));
    TestManifests.apply(
        client, namespace, TestManifests.service("api", "192.0.2.2", "directorGroup: nowhere"));
  }

  @AfterEach
  void stop() {
    nodes.close();
    cluster.clear();
  }

  @Test
  void aSecondStartWritesNothing() {
    try (RunningOperator _ = RunningOperator.start(cluster.plane().newClient())) {
      awaitReady();
    }
    Map<String, String> before = versions();
    List<String> told = Seen.events(client, namespace, "VirtualService", "api");

    try (RunningOperator _ = RunningOperator.start(cluster.plane().newClient())) {
      await()
          .during(Duration.ofSeconds(3))
          .atMost(Duration.ofSeconds(10))
          .until(() -> versions().equals(before));
    }

    assertThat(versions()).isEqualTo(before);
    assertThat(told).hasSize(1);
    assertThat(Seen.events(client, namespace, "VirtualService", "api")).isEqualTo(told);
  }

  @Test
  void aNodeThatIsGoneHoldsNoDeletionUp() {
    try (RunningOperator _ = RunningOperator.start(cluster.plane().newClient())) {
      awaitReady();
      nodes.silence("edge-1");

      service("web").delete();
      await().until(() -> plan().getSpec().director().holdsNothing());
      assertThat(service("web").get()).isNotNull();
      client.nodes().withName("edge-1").delete();

      await().until(() -> service("web").get() == null);
    }
  }

  @Test
  void leadsWhenTheLeaseIsFreeAndNotBefore() {
    OperatorSettings first =
        new OperatorSettings(Optional.of(namespace), "first", Optional.empty());
    OperatorSettings second =
        new OperatorSettings(Optional.of(namespace), "second", Optional.empty());

    try (RunningOperator _ = RunningOperator.start(cluster.plane().newClient(), first)) {
      await().until(() -> holder().equals("first"));
      try (RunningOperator _ = RunningOperator.start(cluster.plane().newClient(), second)) {
        awaitReady();
        assertThat(holder()).isEqualTo("first");
      }
    }
  }

  private void awaitReady() {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(
                        Seen.condition(service("web"), VirtualServiceStatus::conditions, "Ready"))
                    .isEqualTo("Ready=True Ready"));
    await()
        .untilAsserted(
            () -> assertThat(Seen.events(client, namespace, "VirtualService", "api")).isNotEmpty());
    // every other status follows within the same round
    await().during(Duration.ofMillis(500)).until(() -> true);
  }

  private String holder() {
    var lease = client.leases().inNamespace(namespace).withName("lvs-operator").get();
    return lease == null ? "" : Optional.ofNullable(lease.getSpec().getHolderIdentity()).orElse("");
  }

  private Resource<VirtualService> service(String name) {
    return client.resources(VirtualService.class).inNamespace(namespace).withName(name);
  }

  private NodePlan plan() {
    return client.resources(NodePlan.class).withName("edge-1").get();
  }

  /** The resource version of everything the operator might write. */
  private Map<String, String> versions() {
    Map<String, String> versions = new TreeMap<>();
    Stream.of(
            VirtualService.class,
            RealServer.class,
            DirectorGroup.class,
            AddressPool.class,
            NodePlan.class)
        .flatMap(kind -> client.resources(kind).inAnyNamespace().list().getItems().stream())
        .map(HasMetadata.class::cast)
        .forEach(
            it ->
                versions.put(
                    it.getKind() + " " + it.getMetadata().getName(),
                    it.getMetadata().getResourceVersion()));
    return versions;
  }
}
