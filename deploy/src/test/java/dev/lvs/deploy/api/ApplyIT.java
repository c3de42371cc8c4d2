package dev.lvs.deploy.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.api.v1alpha1.ServicePort;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.lab.apiserver.ApiServerExtension;
import dev.lvs.lab.apiserver.Cluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Field ownership: server-side apply by the operator, the node-agent and people. */
@ExtendWith(ApiServerExtension.class)
class ApplyIT {

  private final Cluster cluster;

  ApplyIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @AfterEach
  void clear() {
    cluster.clear();
  }

  @Test
  void operatorOwnsThePlanAndAgentTheStatus() {
    apply(nodePlan("edge-1"), "lvs-operator");

    applyStatus(withServices(nodePlan("edge-1"), 1), "lvs-node-agent");
    NodePlan reported = plan();
    NodePlan planned = apply(nodePlan("edge-1"), "lvs-operator");

    assertThat(reported.getMetadata().getGeneration()).isEqualTo(1);
    assertThat(planned.getStatus().services()).isEqualTo(1);
    assertThat(planned.getMetadata().getManagedFields())
        .extracting(ManagedFieldsEntry::getManager, ManagedFieldsEntry::getSubresource)
        .containsExactlyInAnyOrder(tuple("lvs-operator", null), tuple("lvs-node-agent", "status"));
  }

  @Test
  void refusesAnotherWriterOfThePlanAndNamesTheOwner() {
    apply(nodePlan("edge-1"), "lvs-operator");

    assertThatThrownBy(() -> apply(nodePlan("edge-2"), "somebody-else"))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("conflict with \"lvs-operator\"")
        .hasMessageContaining(".spec.nodeName");
  }

  @Test
  void refusesAnotherWriterOfTheStatus() {
    apply(nodePlan("edge-1"), "lvs-operator");
    applyStatus(withServices(nodePlan("edge-1"), 1), "lvs-node-agent");

    assertThatThrownBy(() -> applyStatus(withServices(nodePlan("edge-1"), 2), "somebody-else"))
        .hasMessageContaining("conflict with \"lvs-node-agent\"")
        .hasMessageContaining(".status.services");
  }

  @Test
  void statusCannotChangeThePlan() {
    apply(nodePlan("edge-1"), "lvs-operator");

    applyStatus(withServices(nodePlan("edge-2"), 1), "lvs-node-agent");

    assertThat(plan().getSpec().nodeName()).isEqualTo("edge-1");
  }

  @Test
  void mergesThePortsOfTwoWriters() {
    String namespace = cluster.namespace();
    applyPorts(namespace, "team-a", "[{port: 80, name: http}]");

    applyPorts(namespace, "team-b", "[{port: 443, name: https}, {port: 443, protocol: UDP}]");

    assertThat(ports(namespace)).containsExactlyInAnyOrder("TCP/80", "TCP/443", "UDP/443");
  }

  @Test
  void removesOnlyThePortsOfTheWriterWhoLetsThemGo() {
    String namespace = cluster.namespace();
    applyPorts(namespace, "team-a", "[{port: 80, name: http}]");
    applyPorts(namespace, "team-b", "[{port: 443, name: https}, {port: 443, protocol: UDP}]");

    applyPorts(namespace, "team-b", "[{port: 443, name: https}]");

    assertThat(ports(namespace)).containsExactlyInAnyOrder("TCP/80", "TCP/443");
  }

  private void applyPorts(String namespace, String manager, String ports) {
    var output =
        cluster
            .kubectl()
            .run(
                """
                apiVersion: lvs.dev/v1alpha1
                kind: VirtualService
                metadata: {name: web}
                spec:
                  addresses: [192.0.2.10]
                  ports: %s
                  forwarding: {method: DR}
                  realServers: {names: [web-1]}
                """
                    .formatted(ports),
                "apply",
                "--server-side",
                "--field-manager=" + manager,
                "--namespace=" + namespace,
                "--filename=-");
    assertThat(output.exitCode()).as(output.err()).isZero();
  }

  private List<String> ports(String namespace) {
    return cluster
        .client()
        .resources(VirtualService.class)
        .inNamespace(namespace)
        .withName("web")
        .require()
        .getSpec()
        .ports()
        .stream()
        .map(ApplyIT::text)
        .toList();
  }

  private static String text(ServicePort port) {
    return port.protocol() + "/" + port.port();
  }

  private NodePlan plan() {
    return cluster.client().resources(NodePlan.class).withName("edge-1").require();
  }

  private <T extends HasMetadata> T apply(T resource, String manager) {
    return cluster.client().resource(resource).fieldManager(manager).serverSideApply();
  }

  private void applyStatus(NodePlan plan, String manager) {
    var context =
        new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(manager)
            .withForce(false)
            .build();
    cluster.client().resource(plan).subresource("status").patch(context);
  }

  private static NodePlan nodePlan(String nodeName) {
    var plan = new NodePlan();
    plan.setMetadata(new ObjectMetaBuilder().withName("edge-1").build());
    plan.setSpec(NodePlanSpec.empty(nodeName));
    return plan;
  }

  private static NodePlan withServices(NodePlan plan, int services) {
    plan.setStatus(
        new NodePlanStatus(
            null, null, null, null, services, null, null, null, List.of(), List.of(), List.of()));
    return plan;
  }
}
