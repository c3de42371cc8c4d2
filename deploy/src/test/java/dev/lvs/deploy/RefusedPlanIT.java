package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.api.v1alpha1.VirtualServiceStatus;
import dev.lvs.lab.apiserver.Cluster;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reports to users when the API server rejects what the operator writes for a node. */
class RefusedPlanIT extends OperatorTest {
  /** Takes no plan with a service of the port that nobody else uses. */
  private static final String POLICY =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: no-port-81}
      spec:
        failurePolicy: Fail
        matchConstraints:
          resourceRules:
          - {apiGroups: [lvs.dev], apiVersions: ["*"], operations: [CREATE, UPDATE], resources: [nodeplans]}
        validations:
        - expression: >-
            !has(object.spec.director) || !has(object.spec.director.services) || object.spec.director.services.all(s, !s.key.endsWith(':81'))
          message: port 81 is not for us
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicyBinding
      metadata: {name: no-port-81}
      spec: {policyName: no-port-81, validationActions: [Deny]}
      """;

  private static final String PROBE =
      """
      apiVersion: lvs.dev/v1alpha1
      kind: NodePlan
      metadata: {name: probe}
      spec:
        nodeName: probe
        director: {services: [{key: 'TCP 192.0.2.2:81', scheduler: rr, source: VirtualService a/b}]}
      """;

  RefusedPlanIT(Cluster cluster) {
    super(cluster);
  }

  @BeforeEach
  void aPolicyInTheWay() {
    assertThat(cluster.kubectl().run(POLICY, "apply", "-f", "-").exitCode()).isZero();
    // it takes a moment to be in force after it was made
    await()
        .until(
            () -> cluster.kubectl().run(PROBE, "create", "--dry-run=server", "-f", "-").err(),
            said -> said.contains("port 81 is not for us"));
    cluster.node("edge-1", "192.0.2.241", Map.of("lvs.dev/director", "true"));
    TestManifests.apply(client, namespace, TestManifests.ADMIN + "---\n" + TestManifests.SERVERS);
  }

  @AfterEach
  void stop() {
    cluster.kubectl().expect("delete", "validatingadmissionpolicybinding", "no-port-81");
    cluster.kubectl().expect("delete", "validatingadmissionpolicy", "no-port-81");
  }

  @Test
  void theServicesConcernedSayTheNodeTheReasonAndTheRemedyAndOthersGoOn() {
    apply("web", "192.0.2.1", 80);
    await()
        .untilAsserted(() -> assertThat(programmed("web")).isEqualTo("Programmed=True Programmed"));
    String version = plan().getMetadata().getResourceVersion();

    apply("api", "192.0.2.2", 81);

    await()
        .untilAsserted(
            () -> assertThat(programmed("api")).isEqualTo("Programmed=False PlanRefused"));
    assertThat(Seen.message(service("api"), VirtualServiceStatus::conditions, "Programmed"))
        .startsWith("Node edge-1: The API server does not take NodePlan edge-1 (")
        .contains("port 81 is not for us")
        .contains("stays in force")
        .contains("which admission policy is in the way");
    await()
        .untilAsserted(
            () ->
                assertThat(
                        cluster
                            .kubectl()
                            .expect("get", "dg", "default", "-o", "jsonpath={.status.nodes}"))
                    .contains("port 81 is not for us"));
    assertThat(programmed("web")).isEqualTo("Programmed=True Programmed");
    assertThat(plan().getMetadata().getResourceVersion()).isEqualTo(version);
  }

  @Test
  void aFirstPlanThatIsRefusedIsSaidTooAndForgottenWithItsCause() {
    apply("api", "192.0.2.2", 81);
    await()
        .untilAsserted(
            () -> assertThat(programmed("api")).isEqualTo("Programmed=False PlanRefused"));

    apply("api", "192.0.2.2", 82);

    await()
        .untilAsserted(() -> assertThat(programmed("api")).isEqualTo("Programmed=True Programmed"));
  }

  @Test
  void theSameIsNotAskedForAgainAtOnce() {
    apply("api", "192.0.2.2", 81);
    await()
        .untilAsserted(
            () -> assertThat(programmed("api")).isEqualTo("Programmed=False PlanRefused"));
    List<String> asked = writesRefused();
    assertThat(asked).isNotEmpty();

    for (int heartbeat = 0; heartbeat < 20; heartbeat++) {
      client
          .nodes()
          .withName("edge-1")
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"metadata\":{\"annotations\":{\"beat\":\"%d\"}}}".formatted(heartbeat));
    }

    await()
        .during(Duration.ofSeconds(2))
        .untilAsserted(() -> assertThat(writesRefused()).isEqualTo(asked));
  }

  /** Returns what the API server counts of them. */
  private List<String> writesRefused() {
    return cluster
        .kubectl()
        .expect("get", "--raw", "/metrics")
        .lines()
        .filter(line -> line.startsWith("apiserver_request_total{"))
        .filter(line -> line.contains("resource=\"nodeplans\"") && line.contains("code=\"422\""))
        .filter(line -> line.contains("verb=\"APPLY\""))
        .toList();
  }

  private void apply(String name, String vip, int port) {
    TestManifests.apply(
        client, namespace, TestManifests.service(name, vip, "ports: [{port: %d}]".formatted(port)));
  }

  private String programmed(String service) {
    return Seen.condition(service(service), VirtualServiceStatus::conditions, "Programmed");
  }

  private Resource<VirtualService> service(String name) {
    return client.resources(VirtualService.class).inNamespace(namespace).withName(name);
  }

  private NodePlan plan() {
    return client.resources(NodePlan.class).withName("edge-1").require();
  }
}
