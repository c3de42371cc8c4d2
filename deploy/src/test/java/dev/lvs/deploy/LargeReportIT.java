package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.agent.source.ApiServerSource;
import dev.lvs.api.v1alpha1.FailedChange;
import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.api.v1alpha1.NodeReportPart;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceNumbers;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.api.v1alpha1.VirtualServiceStatus;
import dev.lvs.lab.apiserver.ApiServerExtension;
import dev.lvs.lab.apiserver.Cluster;
import dev.lvs.verdict.Row;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A report of ten thousand refused services, from an agent with its own rights to conditions. */
@ExtendWith(ApiServerExtension.class)
class LargeReportIT {
  private static final int REFUSED = 10_000;

  private final Cluster cluster;
  private final KubernetesClient client;
  private final String namespace;
  private final Installation installation;

  LargeReportIT(Cluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client();
    this.namespace = cluster.namespace();
    this.installation = Installation.of(cluster);
    cluster.node("edge-1", "192.0.2.241", Map.of("lvs.dev/director", "true"));
  }

  @AfterEach
  void clear() {
    client.leases().inNamespace("kube-node-lease").delete();
    cluster.clear();
  }

  @Row("report-complete")
  @Test
  void isKeptInPartsAndNoEntryOfItIsLost() {
    TestManifests.apply(client, namespace, TestManifests.ADMIN + "---\n" + TestManifests.SERVERS);
    TestManifests.apply(client, namespace, TestManifests.service("web", "192.0.2.1"));
    TestManifests.apply(client, namespace, TestManifests.service("api", "192.0.2.2"));

    try (RunningOperator _ = RunningOperator.start(installation.operator());
        ApiServerSource agent = new ApiServerSource(installation.agent("edge-1"), "edge-1")) {
      soon().untilAsserted(() -> assertThat(plan().getSpec()).isNotNull());

      report(agent, PlanReport.of(refused()));

      soon().untilAsserted(() -> assertThat(condition("web")).isEqualTo("False NotOurs"));
      soon().untilAsserted(() -> assertThat(condition("api")).isEqualTo("True Programmed"));
      List<String> named = named();
      assertThat(named).hasSizeGreaterThan(20);
      assertThat(parts()).containsExactlyInAnyOrderElementsOf(named);
      assertThat(cluster.kubectl().expect("get", "lvs", "--no-headers", "-A"))
          .doesNotContain("nodereportpart");

      report(agent, PlanReport.CLEAN);

      soon().untilAsserted(() -> assertThat(condition("web")).isEqualTo("True Programmed"));
      soon().untilAsserted(() -> assertThat(parts()).isEmpty());
    }
  }

  private void report(ApiServerSource agent, PlanReport report) {
    Long generation = plan().getMetadata().getGeneration();
    agent.report(NodePlanStatus.reporting(generation, "test", report));
  }

  private List<ResourceReport> refused() {
    List<ResourceReport> entries = new ArrayList<>();
    IntStream.range(0, REFUSED).forEach(i -> entries.add(entry("s" + i)));
    entries.add(entry("web"));
    entries.sort(null);
    return entries;
  }

  private ResourceReport entry(String service) {
    return new ResourceReport(
        new ResourceName("VirtualService", namespace, service),
        1L,
        "2026-01-01T00:00:00Z",
        ResourceState.NOT_PROGRAMMED,
        "NotOurs",
        ResourceNumbers.affected(1),
        new FailedChange("program TCP 192.0.2.1:80", null),
        "Virtual server TCP 192.0.2.1:80 stands in the kernel and was not put there by this"
            + " agent.");
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(60));
  }

  private String condition(String service) {
    return Seen.condition(service(service), VirtualServiceStatus::conditions, "Programmed")
        .replaceFirst("^Programmed=", "");
  }

  private Resource<VirtualService> service(String name) {
    return client.resources(VirtualService.class).inNamespace(namespace).withName(name);
  }

  private NodePlan plan() {
    return client.resources(NodePlan.class).withName("edge-1").require();
  }

  private List<String> named() {
    return Objects.requireNonNull(plan().getStatus().report()).parts().stream()
        .map(part -> part.name())
        .toList();
  }

  private List<String> parts() {
    return client.resources(NodeReportPart.class).list().getItems().stream()
        .map(part -> part.getMetadata().getName())
        .toList();
  }
}
