package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.agent.source.ApiServerSource;
import dev.lvs.agent.source.AwaitedPlans;
import dev.lvs.agent.source.PlanNews;
import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.api.v1alpha1.VirtualServiceStatus;
import dev.lvs.lab.apiserver.ApiServerExtension;
import dev.lvs.lab.apiserver.Cluster;
import dev.lvs.operator.OperatorSettings;
import dev.lvs.verdict.Row;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Statuses when the agents of nodes are dead, frozen or cut off, and progress without those nodes.
 */
@ExtendWith(ApiServerExtension.class)
class SilentNodeIT {
  /** Looks ten times as often as it usually does. */
  private static final OperatorSettings ATTENTIVE =
      new OperatorSettings(
          Optional.empty(), "lvs-operator", Duration.ofSeconds(1), Optional.empty());

  private final Cluster cluster;
  private final KubernetesClient client;
  private final String namespace;

  SilentNodeIT(Cluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client();
    this.namespace = cluster.namespace();
    TestManifests.apply(client, namespace, TestManifests.ADMIN + "---\n" + TestManifests.SERVERS);
    cluster.node("edge-1", "192.0.2.241", Map.of("lvs.dev/director", "true"));
  }

  @AfterEach
  void clear() {
    client.leases().inNamespace("kube-node-lease").delete();
    cluster.clear();
  }

  @Row("silent-node-unknown")
  @Test
  void isUnknownUntilItIsHeardFromAgainAndAnotherOperatorKnowsIt() {
    cluster.node("edge-2", "192.0.2.242", Map.of("lvs.dev/director", "true"));
    TestManifests.apply(client, namespace, TestManifests.service("web", "192.0.2.1"));

    try (ReportingNodes nodes = new ReportingNodes(client)) {
      try (RunningOperator _ = start()) {
        soon().untilAsserted(() -> assertThat(ready()).isEqualTo("Ready=True Ready"));

        nodes.silence("edge-2");

        soon().untilAsserted(() -> assertThat(ready()).isEqualTo("Ready=Unknown NodeSilent"));
        soon()
            .untilAsserted(
                () -> assertThat(programmed()).isEqualTo("Programmed=Unknown NodeSilent"));
        assertThat(message("Programmed"))
            .contains("The agent on edge-2 has not been heard from for 4 s")
            .contains("delete its Node");
        assertThat(cluster.kubectl().expect("get", "nodeplan", "edge-2")).contains("False");
      }
      String version = settledVersion();
      try (RunningOperator _ = start()) {
        await()
            .during(Duration.ofSeconds(6))
            .atMost(Duration.ofSeconds(20))
            .untilAsserted(() -> assertThat(version()).as("no flapping").isEqualTo(version));

        nodes.wake("edge-2");

        soon().untilAsserted(() -> assertThat(ready()).isEqualTo("Ready=True Ready"));
        assertThat(programmed()).isEqualTo("Programmed=True Programmed");
      }
    }
  }

  @Row("deletion-explained")
  @Test
  void aDeletionThatWaitsForItSaysSoAndTheEndOfTheNodeEndsTheWait() {
    TestManifests.apply(client, namespace, TestManifests.service("web", "192.0.2.1"));

    try (ReportingNodes nodes = new ReportingNodes(client);
        RunningOperator _ = start()) {
      soon().untilAsserted(() -> assertThat(ready()).isEqualTo("Ready=True Ready"));
      nodes.silence("edge-1");
      service().delete();

      soon().untilAsserted(() -> assertThat(ready()).isEqualTo("Ready=Unknown Terminating"));
      assertThat(programmed()).isEqualTo("Programmed=Unknown Terminating");
      assertThat(message("Ready"))
          .startsWith("Being deleted: waits for at most 60 s until edge-1 has taken it off.")
          .contains("kubectl delete node edge-1");
      soon()
          .untilAsserted(
              () -> assertThat(message("Ready")).contains("edge-1 has not been heard from"));

      client.nodes().withName("edge-1").delete();

      soon().until(() -> service().get() == null);
    }
  }

  @Row("node-made-anew")
  @Test
  void aNodeMadeAnewWithoutItsRoleIsToldToHoldNothing() throws Exception {
    TestManifests.apply(client, namespace, TestManifests.service("web", "192.0.2.1"));

    try (RunningOperator _ = start();
        AwaitedPlans agent =
            new AwaitedPlans(new ApiServerSource(cluster.plane().newClient(), "edge-1"))) {
      PlanNews.Plan held = next(agent);
      assertThat(held.spec().director()).isNotNull();
      report(agent, held);

      client.nodes().withName("edge-1").delete();
      soon().untilAsserted(() -> assertThat(condition("Accepted")).contains("False"));
      soon().until(this::isWithoutPlan);
      cluster.node("edge-1", "192.0.2.241", Map.of());

      PlanNews.Plan empty = next(agent);
      while (!empty.spec().director().holdsNothing()) {
        // of before the operator knew that the Node is gone
        report(agent, empty);
        empty = next(agent);
      }
      assertThat(empty.spec().realServer()).isEqualTo(RealServerPlan.EMPTY);
      report(agent, empty);
      soon().until(() -> plan().get() == null);
      await()
          .during(Duration.ofSeconds(4))
          .atMost(Duration.ofSeconds(20))
          .until(() -> plan().get() == null);
    }
  }

  private RunningOperator start() {
    return RunningOperator.start(cluster.plane().newClient(), ATTENTIVE);
  }

  private static PlanNews.Plan next(AwaitedPlans agent) throws InterruptedException {
    return (PlanNews.Plan) agent.await(Duration.ofSeconds(90)).orElseThrow();
  }

  /** All of it is carried out. */
  private static void report(AwaitedPlans agent, PlanNews.Plan plan) {
    agent.report(NodePlanStatus.reporting(plan.generation(), "test", PlanReport.CLEAN));
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(60));
  }

  private String ready() {
    return condition("Ready");
  }

  private String programmed() {
    return condition("Programmed");
  }

  private String condition(String type) {
    return Seen.condition(service(), VirtualServiceStatus::conditions, type);
  }

  private String message(String type) {
    return service().require().getStatus().conditions().stream()
        .filter(condition -> condition.getType().equals(type))
        .map(condition -> condition.getMessage())
        .findFirst()
        .orElseThrow();
  }

  /** When the last change of its status has been written. */
  private String settledVersion() {
    AtomicReference<String> last = new AtomicReference<>(version());
    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(30))
        .until(() -> version().equals(last.getAndSet(version())));
    return version();
  }

  private String version() {
    return service().require().getMetadata().getResourceVersion();
  }

  /** As the garbage collector leaves it, sooner or later. */
  private boolean isWithoutPlan() {
    plan().delete();
    return plan().get() == null;
  }

  private Resource<NodePlan> plan() {
    return client.resources(NodePlan.class).withName("edge-1");
  }

  private Resource<VirtualService> service() {
    return client.resources(VirtualService.class).inNamespace(namespace).withName("web");
  }
}
