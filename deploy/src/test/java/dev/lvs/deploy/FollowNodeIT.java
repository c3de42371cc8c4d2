package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.api.v1alpha1.RealServerStatus;
import dev.lvs.lab.apiserver.Cluster;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** A real server that takes no new connections while its Node is not ready, and one that does. */
class FollowNodeIT extends OperatorTest {

  FollowNodeIT(Cluster cluster) {
    super(cluster);
  }

  @Test
  void followsTheConditionReadyOfItsNode() {
    cluster.node("edge-1", "192.0.2.241", Map.of("lvs.dev/director", "true"));
    cluster.node("worker-1", "198.51.100.21", Map.of());
    cluster.node("worker-2", "198.51.100.22", Map.of());
    TestManifests.apply(
        client,
        namespace,
        TestManifests.ADMIN
            + """
            ---
            apiVersion: lvs.dev/v1alpha1
            kind: RealServer
            metadata: {name: web-1, labels: {app: web}}
            spec: {nodeName: worker-1, weight: 3, followNodeReady: true}
            ---
            apiVersion: lvs.dev/v1alpha1
            kind: RealServer
            metadata: {name: web-2, labels: {app: web}}
            spec: {nodeName: worker-2, weight: 3}
            """);
    TestManifests.apply(client, namespace, TestManifests.service("web", "192.0.2.1"));

    soon().untilAsserted(() -> assertThat(weights()).containsExactly(3, 3));
    soon()
        .untilAsserted(
            () ->
                assertThat(Seen.condition(server(), RealServerStatus::conditions, "Accepted"))
                    .isEqualTo("Accepted=True NodeReadyUnknown"));

    say("worker-1", "False");
    say("worker-2", "False");

    soon().untilAsserted(() -> assertThat(weights()).containsExactly(0, 3));
    soon()
        .untilAsserted(
            () ->
                assertThat(Seen.condition(server(), RealServerStatus::conditions, "Ready"))
                    .isEqualTo("Ready=False NodeNotReady"));

    say("worker-1", "Unknown");
    say("worker-1", "True");

    soon().untilAsserted(() -> assertThat(weights()).containsExactly(3, 3));
    soon()
        .untilAsserted(
            () ->
                assertThat(Seen.condition(server(), RealServerStatus::conditions, "Ready"))
                    .isEqualTo("Ready=True Ready"));
    assertThat(Seen.condition(server(), RealServerStatus::conditions, "Accepted"))
        .isEqualTo("Accepted=True Accepted");
  }

  private void say(String node, String ready) {
    client
        .nodes()
        .withName(node)
        .editStatus(
            it -> {
              it.getStatus()
                  .setConditions(
                      List.of(
                          new NodeConditionBuilder()
                              .withType("Ready")
                              .withStatus(ready)
                              .withReason("Test")
                              .build()));
              return it;
            });
  }

  private List<Integer> weights() {
    NodePlan plan = client.resources(NodePlan.class).withName("edge-1").get();
    return plan == null
        ? List.of()
        : plan.getSpec().director().services().stream()
            .flatMap(service -> service.destinations().stream())
            .map(destination -> destination.weight())
            .toList();
  }

  private Resource<RealServer> server() {
    return client.resources(RealServer.class).inNamespace(namespace).withName("web-1");
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(60));
  }
}
