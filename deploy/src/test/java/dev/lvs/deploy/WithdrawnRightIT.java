package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.api.v1alpha1.VirtualServiceStatus;
import dev.lvs.lab.apiserver.Cluster;
import dev.lvs.verdict.Row;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rights that an admin revokes on a real API server, and how users learn of it. */
class WithdrawnRightIT extends OperatorTest {
  private static final String POOL =
      """
      apiVersion: lvs.dev/v1alpha1
      kind: AddressPool
      metadata: {name: public}
      spec: {addresses: [192.0.2.0/28], namespaces: {matchLabels: {team: %s}}}
      """;

  private final String other;

  WithdrawnRightIT(Cluster cluster) {
    super(cluster);
    this.other = namespace + "-other";
  }

  @BeforeEach
  void aServiceThatIsServed() {
    cluster.node("edge-1", "192.0.2.241", Map.of("lvs.dev/director", "true"));
    client.resource(namespace(other)).create();
    label("shop");
    TestManifests.apply(client, namespace, TestManifests.ADMIN + "---\n" + TestManifests.SERVERS);
    TestManifests.apply(client, namespace, POOL.formatted("shop"));
    TestManifests.apply(client, namespace, TestManifests.service("web", "192.0.2.1"));
    await().untilAsserted(() -> assertThat(condition(namespace, "Ready")).startsWith("Ready=True"));
  }

  @AfterEach
  void stop() {
    client.resources(VirtualService.class).inNamespace(other).delete();
    client.namespaces().withName(other).delete();
  }

  @Test
  @Row({"right-withdrawn", "newcomer-admitted"})
  void whoIsAdmittedInsteadIsServedAndTheOtherIsTold() {
    TestManifests.apply(client, other, TestManifests.service("web", "192.0.2.1"));
    await()
        .untilAsserted(
            () ->
                assertThat(condition(other, "Accepted"))
                    .isEqualTo("Accepted=False NamespaceNotAdmitted"));

    TestManifests.apply(client, namespace, POOL.formatted("other"));

    await().untilAsserted(() -> assertThat(sources()).containsExactly(source(other)));
    await()
        .untilAsserted(
            () ->
                assertThat(condition(namespace, "Programmed"))
                    .isEqualTo("Programmed=False NamespaceNotAdmitted"));
    await()
        .untilAsserted(
            () ->
                assertThat(Seen.events(client, namespace, "VirtualService", "web"))
                    .contains(
                        "Warning RightWithdrawn: It is served no longer by edge-1, for 192.0.2.1 is in no AddressPool that admits namespace %s; the right that gave this is gone."
                            .formatted(namespace)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pool", "group", "director's label", "namespace's label"})
  @Row("right-withdrawn")
  void whatIsTakenBackIsServedNoMore(String right) {
    switch (right) {
      case "pool" -> cluster.kubectl().expect("delete", "addresspool", "public");
      case "group" -> cluster.kubectl().expect("delete", "directorgroup", "default");
      case "director's label" ->
          client
              .resources(Node.class)
              .withName("edge-1")
              .edit(
                  node -> {
                    node.getMetadata().getLabels().remove("lvs.dev/director");
                    return node;
                  });
      default -> label("none");
    }

    await().untilAsserted(() -> assertThat(sources()).isEmpty());
    await()
        .untilAsserted(
            () ->
                assertThat(Seen.events(client, namespace, "VirtualService", "web"))
                    .anyMatch(event -> event.startsWith("Warning RightWithdrawn: ")));
    await()
        .untilAsserted(() -> assertThat(condition(namespace, "Ready")).startsWith("Ready=False"));
  }

  @Test
  @Row("two-static-told")
  void twoDirectorsThatBothAnnounceAreToldOnTheirGroup() {
    cluster.node("edge-2", "192.0.2.242", Map.of("lvs.dev/director", "true"));

    await()
        .untilAsserted(
            () ->
                assertThat(
                        cluster.kubectl().expect("get", "directorgroup", "default", "-o", "yaml"))
                    .contains("SeveralAnnounce", "Each of edge-1, edge-2", "{mode: lease}"));
  }

  private void label(String team) {
    client
        .namespaces()
        .withName(namespace)
        .edit(
            it -> {
              it.getMetadata().getLabels().put("team", team);
              return it;
            });
  }

  private static Namespace namespace(String name) {
    Namespace namespace = new Namespace();
    namespace.setMetadata(
        new ObjectMetaBuilder().withName(name).addToLabels("team", "other").build());
    return namespace;
  }

  private static String source(String namespace) {
    return "VirtualService " + namespace + "/web";
  }

  /** Whom the director serves. */
  private List<String> sources() {
    NodePlan plan = client.resources(NodePlan.class).withName("edge-1").get();
    return plan == null || plan.getSpec().director().holdsNothing()
        ? List.of()
        : plan.getSpec().director().services().stream().map(it -> it.source().toString()).toList();
  }

  private String condition(String where, String type) {
    return Seen.condition(
        client.resources(VirtualService.class).inNamespace(where).withName("web"),
        VirtualServiceStatus::conditions,
        type);
  }
}
