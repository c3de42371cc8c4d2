package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lvs.agent.source.ApiServerSource;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanPart;
import dev.lvs.api.v1alpha1.NodePlanPartSpec;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.api.v1alpha1.NodeReportPart;
import dev.lvs.api.v1alpha1.NodeReportPartSpec;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.api.v1alpha1.VirtualServiceStatus;
import dev.lvs.lab.apiserver.ApiServerExtension;
import dev.lvs.lab.apiserver.Cluster;
import dev.lvs.operator.OperatorSettings;
import dev.lvs.verdict.Row;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The rights of deploy/kustomize: enough for the work, and no more. */
@ExtendWith(ApiServerExtension.class)
class RightsIT {
  private final Cluster cluster;
  private final Installation installation;
  private final String namespace;

  RightsIT(Cluster cluster) {
    this.cluster = cluster;
    this.installation = Installation.of(cluster);
    this.namespace = cluster.namespace();
    cluster.node("edge-1", "192.0.2.241", Map.of("lvs.dev/director", "true"));
    cluster.node("edge-2", "192.0.2.242", Map.of());
  }

  @AfterEach
  void clear() {
    cluster.clear();
  }

  @Test
  void theOperatorDoesAllItsWorkByThem() {
    OperatorSettings elected =
        new OperatorSettings(Optional.of(Installation.NAMESPACE), "operator-1", Optional.empty());

    try (RunningOperator _ = RunningOperator.start(installation.operator(), elected);
        ReportingNodes _ = new ReportingNodes(cluster.client())) {
      TestManifests.apply(
          cluster.client(), namespace, TestManifests.ADMIN + "---\n" + TestManifests.SERVERS);
      TestManifests.apply(cluster.client(), namespace, TestManifests.service("web", "192.0.2.1"));
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(condition()).isEqualTo("Ready=True Ready"));
      await()
          .untilAsserted(
              () ->
                  assertThat(Seen.events(cluster.client(), namespace, "VirtualService", "web"))
                      .isNotEmpty());

      service().delete();

      await().until(() -> service().get() == null);
      await().until(() -> plan("edge-1").get() == null);
    }
  }

  @Test
  void anAgentReportsOnItsOwnNodeAndOnNoOther() {
    List.of("edge-1", "edge-2").forEach(this::make);

    try (KubernetesClient agent = installation.agent("edge-1")) {
      report(agent, "edge-1");

      assertThat(plan("edge-1").get().getStatus().agentVersion()).isEqualTo("edge-1");
      // the policy takes a moment to be in force after it was made
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> report(agent, "edge-2"))
                      .isInstanceOf(KubernetesClientException.class)
                      .hasMessageContaining("own node only; this one runs on edge-1"));
    }
  }

  @Row("silent-node-unknown")
  @Test
  void anAgentRenewsItsOwnLeaseAndNoOther() {
    try (KubernetesClient agent = installation.agent("edge-1")) {
      // the policy takes a moment to be in force after it was made
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> renew(agent, "lvs-node-agent.edge-2"))
                      .hasMessageContaining("own node only; this one runs on edge-1"));
      assertThatThrownBy(() -> renew(agent, "edge-1")).hasMessageContaining("own node only");
    }
    try (KubernetesClient agent = installation.agent("edge-1");
        ApiServerSource source = new ApiServerSource(agent, "edge-1");
        KubernetesClient operator = installation.operator()) {
      // a node that is known to have no plan has said all there is to say
      source.begin(_ -> {});
      await()
          .untilAsserted(
              () ->
                  assertThat(operator.leases().inNamespace("kube-node-lease").list().getItems())
                      .extracting(lease -> lease.getMetadata().getName())
                      .contains("lvs-node-agent.edge-1"));
    }
  }

  @Test
  void anAgentWritesNoPlanAndReadsNoSecret() {
    make("edge-1");

    try (KubernetesClient agent = installation.agent("edge-1")) {
      assertThatThrownBy(
              () ->
                  agent
                      .resources(NodePlan.class)
                      .withName("edge-1")
                      .patch(
                          PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"director\":null}}"))
          .hasMessageContaining("cannot patch resource \"nodeplans\"");
      assertThatThrownBy(() -> agent.secrets().inNamespace(Installation.NAMESPACE).list())
          .hasMessageContaining("cannot list resource \"secrets\"");
    }
  }

  @Test
  void anAgentReadsPartsOfPlansAndWritesNone() {
    NodePlanPart part = new NodePlanPart();
    part.setMetadata(new ObjectMetaBuilder().withName("part-1").build());
    part.setSpec(new NodePlanPartSpec("edge-1", DirectorPlan.EMPTY, RealServerPlan.EMPTY));

    try (KubernetesClient agent = installation.agent("edge-1")) {
      assertThatThrownBy(() -> agent.resource(part).create())
          .hasMessageContaining("cannot create resource \"nodeplanparts\"");
      try (KubernetesClient operator = installation.operator()) {
        NodePlanPart written =
            operator.resource(part).fieldManager("lvs-operator").serverSideApply();

        assertThat(agent.resource(part).get().getSpec()).isEqualTo(written.getSpec());
        assertThatThrownBy(() -> agent.resource(part).delete())
            .hasMessageContaining("cannot delete resource \"nodeplanparts\"");
        assertThat(operator.resource(part).delete()).hasSize(1);
      }
    }
  }

  @Test
  @Row("report-complete")
  void anAgentWritesPartsOfItsOwnReportUnderItsOwnNamesAndReadsNone() {
    try (KubernetesClient agent = installation.agent("edge-1")) {
      // the policy takes a moment to be in force after it was made
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> write(agent, "edge-2.report-00", "edge-2"))
                      .hasMessageContaining("own node only; this one runs on edge-1"));
      for (String name : List.of("edge-1.report-100", "edge-1.report-0g", "edge-1-a.report-00")) {
        assertThatThrownBy(() -> write(agent, name, "edge-1"))
            .as(name)
            .hasMessageContaining("own node only");
      }
      assertThatThrownBy(() -> write(agent, "edge-1.report-00", "edge-2"))
          .as("in the name of another node")
          .hasMessageContaining("own node only");

      write(agent, "edge-1.report-00", "edge-1");

      assertThatThrownBy(() -> agent.resources(NodeReportPart.class).list())
          .hasMessageContaining("cannot list resource \"nodereportparts\"");
      try (KubernetesClient operator = installation.operator()) {
        NodeReportPart written =
            operator.resources(NodeReportPart.class).withName("edge-1.report-00").require();
        assertThat(written.getSpec().nodeName()).isEqualTo("edge-1");
        assertThatThrownBy(() -> operator.resource(written).delete())
            .hasMessageContaining("cannot delete resource \"nodereportparts\"");
      }
      try (KubernetesClient other = installation.agent("edge-2")) {
        assertThatThrownBy(() -> other.resource(part("edge-1.report-00", "edge-1")).delete())
            .hasMessageContaining("own node only; this one runs on edge-2");
      }
      assertThat(agent.resource(part("edge-1.report-00", "edge-1")).delete()).hasSize(1);
    }
  }

  private static void write(KubernetesClient agent, String name, String node) {
    agent.resource(part(name, node)).fieldManager("lvs-node-agent").serverSideApply();
  }

  private static NodeReportPart part(String name, String node) {
    NodeReportPart part = new NodeReportPart();
    part.setMetadata(new ObjectMetaBuilder().withName(name).build());
    part.setSpec(new NodeReportPartSpec(node, "0123", List.of()));
    return part;
  }

  @Test
  void theOperatorReadsNoSecretAndWritesNoNode() {
    try (KubernetesClient operator = installation.operator()) {
      assertThatThrownBy(() -> operator.secrets().inNamespace(namespace).list())
          .hasMessageContaining("cannot list resource \"secrets\"");
      assertThatThrownBy(() -> operator.nodes().withName("edge-1").delete())
          .hasMessageContaining("cannot delete resource \"nodes\"");
    }
  }

  private static void renew(KubernetesClient agent, String name) {
    Lease lease =
        new LeaseBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace("kube-node-lease")
            .endMetadata()
            .build();
    agent.resource(lease).fieldManager("lvs-node-agent").serverSideApply();
  }

  private void make(String node) {
    cluster
        .kubectl()
        .run(
            """
            apiVersion: lvs.dev/v1alpha1
            kind: NodePlan
            metadata: {name: %s}
            spec: {nodeName: %s}
            """
                .formatted(node, node),
            "apply",
            "-f",
            "-");
  }

  private static void report(KubernetesClient agent, String node) {
    NodePlan report = new NodePlan();
    report.setMetadata(new ObjectMetaBuilder().withName(node).build());
    report.setStatus(NodePlanStatus.reporting(1L, node, PlanReport.CLEAN));
    agent
        .resource(report)
        .subresource("status")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("lvs-node-agent")
                .build());
  }

  private String condition() {
    return Seen.condition(service(), VirtualServiceStatus::conditions, "Ready");
  }

  private Resource<VirtualService> service() {
    return cluster.client().resources(VirtualService.class).inNamespace(namespace).withName("web");
  }

  private Resource<NodePlan> plan(String node) {
    return cluster.client().resources(NodePlan.class).withName(node);
  }
}
