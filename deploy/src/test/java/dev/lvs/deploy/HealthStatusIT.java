package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.api.v1alpha1.CheckedHealth;
import dev.lvs.api.v1alpha1.DrainedConnections;
import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.api.v1alpha1.RealServerCounts;
import dev.lvs.api.v1alpha1.RealServerStatus;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceNumbers;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.api.v1alpha1.ServerCheck;
import dev.lvs.api.v1alpha1.ServerDrain;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.api.v1alpha1.VirtualServiceStatus;
import dev.lvs.lab.apiserver.Cluster;
import dev.lvs.operator.OperatorSettings;
import dev.lvs.verdict.Row;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Health of a real server that directors check, from their reports to statuses and Events. */
class HealthStatusIT extends OperatorTest {
  private static final OperatorSettings ATTENTIVE =
      new OperatorSettings(
          Optional.empty(), "lvs-operator", Duration.ofSeconds(1), Optional.empty());

  HealthStatusIT(Cluster cluster) {
    super(cluster, ATTENTIVE);
    cluster.node("edge-1", "192.0.2.241", Map.of("lvs.dev/director", "true"));
    cluster.node("edge-2", "192.0.2.242", Map.of("lvs.dev/director", "true"));
    TestManifests.apply(client, namespace, TestManifests.ADMIN + "---\n" + TestManifests.SERVERS);
    TestManifests.apply(
        client, namespace, TestManifests.service("web", "192.0.2.1", "healthCheck: {tcp: {}}"));
  }

  @AfterEach
  void stop() {
    client.leases().inNamespace("kube-node-lease").delete();
  }

  @Test
  @Row("health-said")
  void aServerThatFailsIsSaidForEachDirectorAndCountedAsReadyByNobody() {
    soon().untilAsserted(() -> assertThat(states()).containsExactly("Healthy", "Healthy"));
    soon().untilAsserted(() -> assertThat(ready()).isEqualTo("Ready=True Ready"));
    soon().untilAsserted(() -> assertThat(counts()).isEqualTo(new RealServerCounts(2, 2, 0)));

    nodes.refuse("edge-1", failed());

    soon().untilAsserted(() -> assertThat(states()).containsExactly("Unhealthy", "Healthy"));
    assertThat(server().require().getStatus().health().getFirst())
        .isEqualTo(
            new CheckedHealth(
                "web",
                "edge-1",
                "Unhealthy",
                "2026-01-01T12:00:00Z",
                "HealthCheckFailed",
                "HTTP 503 from 198.51.100.21:80/healthz, 3 times; last good 2026-01-01T11:59:50Z",
                null));
    soon().untilAsserted(() -> assertThat(ready()).isEqualTo("Ready=True SomeChecksFailed"));
    soon().untilAsserted(() -> assertThat(counts()).isEqualTo(new RealServerCounts(2, 1, 0, 1, 0)));

    nodes.refuse("edge-2", failed());

    soon().untilAsserted(() -> assertThat(ready()).isEqualTo("Ready=False HealthCheckFailed"));
    soon()
        .untilAsserted(
            () ->
                assertThat(cluster.kubectl().expect("get", "ipvsrs", "-n", namespace))
                    .containsPattern("web-1 +198.51.100.21 +1 +Unhealthy +1 +False")
                    .containsPattern("web-2 +198.51.100.22 +1 +InUse +1 +True"));

    nodes.silence("edge-2");

    soon().untilAsserted(() -> assertThat(states()).containsExactly("Unhealthy", "Unknown"));
    soon().untilAsserted(() -> assertThat(ready()).isEqualTo("Ready=Unknown NodeSilent"));
    soon().untilAsserted(() -> assertThat(counts()).isEqualTo(new RealServerCounts(2, 0, 0, 0, 2)));
  }

  @Test
  @Row("health-said")
  void aServerThatFlapsIsOneEventWithACount() {
    soon().untilAsserted(() -> assertThat(states()).containsExactly("Healthy", "Healthy"));

    for (int i = 0; i < 4; i++) {
      nodes.refuse("edge-1", failed());
      soon().untilAsserted(() -> assertThat(states()).containsExactly("Unhealthy", "Healthy"));
      nodes.refuse("edge-1");
      soon().untilAsserted(() -> assertThat(states()).containsExactly("Healthy", "Healthy"));
    }

    soon().untilAsserted(() -> assertThat(told("HealthCheckFailed")).containsExactly(4));
    soon().untilAsserted(() -> assertThat(told("HealthCheckSucceeded")).containsExactly(4));
    assertThat(Seen.events(client, namespace, "RealServer", "web-1"))
        .contains(
            "Warning HealthCheckFailed: It fails the health check of web by edge-1: HTTP 503 from 198.51.100.21:80/healthz, 3 times; last good 2026-01-01T11:59:50Z.")
        .contains("Normal HealthCheckSucceeded: It succeeds in the health check of web by edge-1.");
    assertThat(Seen.events(client, namespace, "VirtualService", "web"))
        .filteredOn(event -> event.contains("HealthCheckFailed"))
        .hasSize(1);
  }

  @Test
  void whatADrainHasLeftIsSaidForEachDirectorAndRoundedUp() {
    soon().untilAsserted(() -> assertThat(states()).containsExactly("Healthy", "Healthy"));
    assertThat(drains()).isEmpty();

    nodes.refuse("edge-1", draining(700));

    ServerDrain said = new ServerDrain("edge-1", 1024L, 2L, "2026-01-01T13:00:00Z");
    soon().untilAsserted(() -> assertThat(drains()).containsExactly(said));
    nodes.refuse("edge-1", draining(600));
    nodes.refuse("edge-2", draining(3));

    soon().untilAsserted(() -> assertThat(drains()).hasSize(2));
    assertThat(drains().getFirst()).as("600 are as many as 700").isEqualTo(said);

    nodes.refuse("edge-1");
    nodes.refuse("edge-2");

    soon().untilAsserted(() -> assertThat(drains()).isEmpty());
  }

  private ResourceReport draining(long connections) {
    return new ResourceReport(
        new ResourceName("RealServer", namespace, "web-1"),
        1L,
        "2026-01-01T12:00:00Z",
        ResourceState.PROGRAMMED,
        ResourceReport.DRAINING,
        ResourceNumbers.drained(1, new DrainedConnections(connections, 2, "2026-01-01T13:00:00Z")),
        null,
        null);
  }

  private List<ServerDrain> drains() {
    return Optional.ofNullable(server().require().getStatus())
        .map(RealServerStatus::drains)
        .orElse(List.of());
  }

  /** Returns how often each Event of web-1 of this reason has been counted. */
  private List<Integer> told(String reason) {
    return client.events().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getRegarding().getKind().equals("RealServer"))
        .filter(event -> event.getRegarding().getName().equals("web-1"))
        .filter(event -> event.getReason().equals(reason))
        .map(HealthStatusIT::count)
        .toList();
  }

  private static int count(Event event) {
    return event.getSeries() == null ? 1 : event.getSeries().getCount();
  }

  /** Returns what an agent says of web-1 after three failures. */
  private ResourceReport[] failed() {
    ResourceName service = new ResourceName("VirtualService", namespace, "web");
    return new ResourceReport[] {
      new ResourceReport(
          new ResourceName("RealServer", namespace, "web-1"),
          1L,
          "2026-01-01T12:00:00Z",
          ResourceState.PARTIAL,
          ResourceReport.HEALTH_CHECK_FAILED,
          ResourceNumbers.affected(1),
          null,
          null,
          new ServerCheck(
              service,
              "198.51.100.21:80",
              "HTTP 503 from 198.51.100.21:80/healthz",
              3,
              "2026-01-01T11:59:50Z",
              null)),
      new ResourceReport(
          service,
          1L,
          "2026-01-01T12:00:00Z",
          ResourceState.PARTIAL,
          ResourceReport.HEALTH_CHECK_FAILED,
          ResourceNumbers.affected(1, 2),
          null,
          "198.51.100.21:80 fails its health check.")
    };
  }

  private List<String> states() {
    return server().require().getStatus() == null
        ? List.of()
        : server().require().getStatus().health().stream().map(CheckedHealth::state).toList();
  }

  private String ready() {
    return Seen.condition(server(), RealServerStatus::conditions, "Ready");
  }

  private RealServerCounts counts() {
    return Optional.ofNullable(service().require().getStatus())
        .map(VirtualServiceStatus::realServers)
        .orElse(new RealServerCounts(0, 0, 0));
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(60));
  }

  private Resource<RealServer> server() {
    return client.resources(RealServer.class).inNamespace(namespace).withName("web-1");
  }

  private Resource<VirtualService> service() {
    return client.resources(VirtualService.class).inNamespace(namespace).withName("web");
  }
}
