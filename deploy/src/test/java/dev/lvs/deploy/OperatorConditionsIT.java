package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.lvs.api.v1alpha1.FailedChange;
import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.api.v1alpha1.VirtualServiceStatus;
import dev.lvs.lab.apiserver.Cluster;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions and Events on the resources that users wrote. */
class OperatorConditionsIT extends OperatorTest {
  private static final String ONE_OF_SIXTEEN =
      "[{\"allocated\":\"1\",\"family\":\"IPv4\",\"free\":\"15\",\"total\":\"16\"}]";

  OperatorConditionsIT(Cluster cluster) {
    super(cluster);
  }

  @BeforeEach
  void aDirectorAndTwoRealServers() {
    cluster.node("edge-1", "192.0.2.241", Map.of("lvs.dev/director", "true"));
    TestManifests.apply(client, namespace, TestManifests.ADMIN + "---\n" + TestManifests.SERVERS);
  }

  @Test
  void aServiceThatIsServedSaysWhereAndByHowMany() {
    TestManifests.apply(client, namespace, TestManifests.service("web", "192.0.2.1"));

    await().untilAsserted(() -> assertThat(condition("Ready")).isEqualTo("Ready=True Ready"));
    assertThat(cluster.kubectl().expect("get", "ipvs", "-n", namespace).lines())
        .first()
        .asString()
        .startsWith("NAME   ADDRESS     PORTS   METHOD   SCHEDULER   SERVERS   DIRECTORS   READY");
    assertThat(cluster.kubectl().expect("get", "ipvs", "-n", namespace).lines().skip(1).findFirst())
        .get()
        .asString()
        .matches("web +192.0.2.1 +80 +NAT +wrr +2/2 +edge-1 +True .*");
    await()
        .untilAsserted(
            () ->
                assertThat(cluster.kubectl().expect("get", "ipvsrs", "-n", namespace))
                    .containsPattern("web-1 +198.51.100.21 +1 +InUse +1 +True"));
    await()
        .untilAsserted(
            () ->
                assertThat(cluster.kubectl().expect("get", "directorgroups"))
                    .containsPattern("default +1 .*True"));
    await().untilAsserted(() -> assertThat(pool("usage")).isEqualTo(ONE_OF_SIXTEEN));
  }

  @Test
  void aPoolNamesEachServiceThatHasPortsOfOneVip() {
    TestManifests.apply(client, namespace, TestManifests.service("web", "192.0.2.1"));
    TestManifests.apply(
        client, namespace, TestManifests.service("api", "192.0.2.1", "ports: [{port: 443}]"));

    await()
        .untilAsserted(
            () ->
                assertThat(pool("allocations"))
                    .contains("VirtualService " + namespace + "/api")
                    .contains("VirtualService " + namespace + "/web"));
    assertThat(pool("usage")).isEqualTo(ONE_OF_SIXTEEN);
  }

  private String pool(String field) {
    return cluster
        .kubectl()
        .expect("get", "addresspool", "public", "-o", "jsonpath={.status." + field + "}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          addresses: [203.0.113.9]                          | VipNotInPool          | spec.addresses
          directorGroup: nowhere                            | DirectorGroupNotFound | DirectorGroup nowhere
          directorGroup: idle                               | NoDirector            | nodeSelector
          realServers: {names: [web-7]}                     | RealServerNotFound    | RealServer
          realServers: {serviceRef: {name: web}}            | NotYetSupported       | spec.realServers
          """)
  void aMistakeIsSaidWithItsFieldAndTheRestGoesOn(String mistake, String reason, String names) {
    TestManifests.apply(
        client,
        namespace,
        """
        apiVersion: lvs.dev/v1alpha1
        kind: DirectorGroup
        metadata: {name: idle}
        spec: {nodeSelector: {matchLabels: {no: node}}}
        """);

    apply("web", "192.0.2.1", mistake);
    apply("api", "192.0.2.2", "scheduler: rr");

    await()
        .untilAsserted(
            () -> assertThat(condition("Accepted")).isEqualTo("Accepted=False " + reason));
    assertThat(message("Accepted")).contains(names).endsWith(".");
    await()
        .untilAsserted(
            () ->
                assertThat(Seen.events(client, namespace, "VirtualService", "web"))
                    .contains("Warning " + reason + ": " + message("Accepted")));
    await()
        .untilAsserted(
            () ->
                assertThat(
                        Seen.condition(service("api"), VirtualServiceStatus::conditions, "Ready"))
                    .isEqualTo("Ready=True Ready"));
  }

  @Test
  void aPoolThatDoesNotAdmitTheNamespaceIsNamed() {
    TestManifests.apply(
        client,
        namespace,
        """
        apiVersion: lvs.dev/v1alpha1
        kind: AddressPool
        metadata: {name: others}
        spec: {addresses: [203.0.113.0/24], namespaces: {matchLabels: {team: other}}}
        """);

    apply("web", "203.0.113.9", "scheduler: rr");

    await()
        .untilAsserted(
            () ->
                assertThat(condition("Accepted")).isEqualTo("Accepted=False NamespaceNotAdmitted"));
    assertThat(message("Accepted")).contains("others", namespace);

    client
        .namespaces()
        .withName(namespace)
        .edit(
            it -> {
              it.getMetadata().getLabels().put("team", "other");
              return it;
            });
    await()
        .untilAsserted(() -> assertThat(condition("Accepted")).isEqualTo("Accepted=True Accepted"));
  }

  @Test
  void ofTwoServicesThatClaimOneVipAndPortTheSecondIsRefused() {
    apply("web", "192.0.2.1", "scheduler: rr");
    await().untilAsserted(() -> assertThat(condition("Ready")).isEqualTo("Ready=True Ready"));

    apply("copy", "192.0.2.1", "scheduler: rr");

    Resource<VirtualService> copy = service("copy");
    await()
        .untilAsserted(
            () ->
                assertThat(Seen.condition(copy, VirtualServiceStatus::conditions, "Accepted"))
                    .isEqualTo("Accepted=False VipInUse"));
    assertThat(Seen.message(copy, VirtualServiceStatus::conditions, "Accepted"))
        .contains("VirtualService " + namespace + "/web");
    assertThat(condition("Ready")).isEqualTo("Ready=True Ready");
  }

  @Test
  void aMistakeKeepsWhatTheLastGoodVersionProgrammed() {
    apply("web", "192.0.2.1", "scheduler: rr");
    await().untilAsserted(() -> assertThat(condition("Ready")).isEqualTo("Ready=True Ready"));
    NodePlan good = plan();

    apply("web", "203.0.113.9", "scheduler: rr");

    await()
        .untilAsserted(
            () -> assertThat(condition("Accepted")).isEqualTo("Accepted=False VipNotInPool"));
    assertThat(condition("Programmed")).isEqualTo("Programmed=True LastGoodVersion");
    assertThat(message("Programmed")).contains("edge-1", "VipNotInPool");
    assertThat(plan().getSpec()).isEqualTo(good.getSpec());
  }

  @Test
  void whatTheKernelRefusedIsSaidWithItsReason() {
    String source = "VirtualService " + namespace + "/web";
    nodes.refuse(
        "edge-1",
        new ResourceReport(
            ResourceName.parse(source),
            1L,
            null,
            ResourceState.NOT_PROGRAMMED,
            ResourceReport.KERNEL_REFUSED,
            null,
            new FailedChange("ipvsadm -A -t 192.0.2.1:80 -s wrr", "ENOENT"),
            "The kernel has no scheduler wrr; load ip_vs_wrr."));

    apply("web", "192.0.2.1", "scheduler: wrr");

    await()
        .untilAsserted(
            () -> assertThat(condition("Programmed")).isEqualTo("Programmed=False KernelRefused"));
    assertThat(message("Programmed"))
        .contains("edge-1", "ipvsadm -A -t 192.0.2.1:80 -s wrr", "ENOENT", "load ip_vs_wrr");
    await()
        .untilAsserted(
            () ->
                assertThat(Seen.events(client, namespace, "VirtualService", "web"))
                    .anyMatch(event -> event.startsWith("Warning KernelRefused:")));
    assertThat(service("web").get().getStatus().directors())
        .extracting("node", "state")
        .containsExactly(tuple("edge-1", "Refused"));
  }

  @Test
  void aNodeThatIsSilentKeepsAServicePending() {
    nodes.silence("edge-1");

    apply("web", "192.0.2.1", "scheduler: rr");

    await()
        .untilAsserted(
            () -> assertThat(condition("Programmed")).isEqualTo("Programmed=Unknown Pending"));
    assertThat(message("Programmed")).contains("edge-1", "lvs-node-agent");
    nodes.wake("edge-1");
    await()
        .untilAsserted(
            () -> assertThat(condition("Programmed")).isEqualTo("Programmed=True Programmed"));
    await()
        .untilAsserted(
            () ->
                assertThat(Seen.events(client, namespace, "VirtualService", "web"))
                    .contains("Normal Programmed: Programmed on edge-1."));
  }

  private void apply(String name, String vip, String change) {
    TestManifests.apply(client, namespace, TestManifests.service(name, vip, change));
  }

  private Resource<VirtualService> service(String name) {
    return client.resources(VirtualService.class).inNamespace(namespace).withName(name);
  }

  private String condition(String type) {
    return Seen.condition(service("web"), VirtualServiceStatus::conditions, type);
  }

  private String message(String type) {
    return Seen.message(service("web"), VirtualServiceStatus::conditions, type);
  }

  private NodePlan plan() {
    return client.resources(NodePlan.class).withName("edge-1").get();
  }
}
