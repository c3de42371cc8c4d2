package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.api.v1alpha1.VirtualServiceStatus;
import dev.lvs.lab.apiserver.Cluster;
import dev.lvs.verdict.Row;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits of a namespace to which an admin granted a few VIPs, whatever it writes. */
class TenantsIT extends OperatorTest {
  private static final String POOLS =
      """
      apiVersion: lvs.dev/v1alpha1
      kind: AddressPool
      metadata: {name: public}
      spec:
        addresses: [192.0.2.0/28]
        firewallMarks: ["17"]
        namespaces: {matchLabels: {team: shop}}
      ---
      apiVersion: lvs.dev/v1alpha1
      kind: AddressPool
      metadata: {name: attacker}
      spec: {addresses: [203.0.113.0/27], namespaces: {matchLabels: {team: attacker}}}
      """;

  private final String attacker;

  TenantsIT(Cluster cluster) {
    super(cluster);
    this.attacker = namespace + "-attacker";
  }

  @BeforeEach
  void aTenantThatIsServed() {
    cluster.node("edge-1", "192.0.2.241", Map.of("lvs.dev/director", "true"));
    cluster.node("control-1", "192.0.2.242", Map.of());
    Namespace other = new Namespace();
    other.setMetadata(
        new ObjectMetaBuilder().withName(attacker).addToLabels("team", "attacker").build());
    client.resource(other).create();
    client
        .namespaces()
        .withName(namespace)
        .edit(
            it -> {
              it.getMetadata().getLabels().put("team", "shop");
              return it;
            });
    TestManifests.apply(client, namespace, TestManifests.ADMIN + "---\n" + TestManifests.SERVERS);
    TestManifests.apply(client, namespace, POOLS);
    TestManifests.apply(client, namespace, TestManifests.service("web", "192.0.2.1"));
    TestManifests.apply(
        client,
        namespace,
        TestManifests.service(
            "ranges", "192.0.2.2", "ports: [{port: 80}, {port: 443}], persistence: {mode: PFMC}"));
    await().until(() -> sources().size() == 2);
  }

  @AfterEach
  void stop() {
    client.resources(VirtualService.class).inNamespace(attacker).delete();
    client.namespaces().withName(attacker).delete();
  }

  @ParameterizedTest
  @Row({"tenants-on-api-server", "mark-granted", "server-node-granted", "server-control-port"})
  @CsvSource(
      delimiter = '|',
      value = {
        "addresses: null, ports: null, firewallMark: 16384                | multiples of 128",
        "addresses: null, ports: null, firewallMark: 4108                 | given out by the"
            + " operator",
        "realServers: {inline: [{address: 169.254.169.254}]}              | not link-local",
        "realServers: {inline: [{address: '::ffff:169.254.169.254'}]}     | one unicast IP address",
        "forwarding: {method: TUN, tunnel: {type: gue, port: 8472}}       | those of other tunnels",
      })
  void theApiServerRefusesWhatNobodyMayHave(String change, String says) {
    assertThatThrownBy(() -> attack("x", change))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(says);
  }

  @Test
  @Row({"tenants-on-api-server", "mark-kept", "server-is-vip", "resource-bounded"})
  void theOperatorGivesNothingElseThatIsNotGranted() {
    List<NodePlanSpec> before = plans();
    Map<String, String> says =
        Map.of(
            "mark", "Firewall mark 19 is granted by no AddressPool",
            "theirs", "which does not admit namespace " + attacker,
            "vip", "which does not admit namespace " + attacker,
            "kubelet", "TCP ports 10248-10260 there are those of Node edge-1 itself",
            "every", "there is that of Node control-1 itself",
            "nodes", "makes Node control-1 no real server of DR",
            "chained", "which is a VIP of a VirtualService of another namespace",
            "big", "131072 destinations");

    attack("mark", "addresses: null, ports: null, firewallMark: 19");
    attack("theirs", "addresses: null, ports: null, firewallMark: 17");
    attack("vip", "addresses: [192.0.2.1], ports: [{port: 9999}]");
    attack("kubelet", "realServers: {inline: [{address: 192.0.2.241, port: 10250}]}");
    attack(
        "every",
        "addresses: [203.0.113.20], ports: [{port: 0}], persistence: {mode: PCC},"
            + " realServers: {inline: [{address: 192.0.2.242}]}");
    attack(
        "nodes",
        "addresses: [203.0.113.2], forwarding: {method: DR}, realServers: {nodeSelector: {}}");
    attack("chained", "addresses: [203.0.113.3], realServers: {inline: [{address: 192.0.2.1}]}");
    attack(
        "big",
        "addresses: [%s], ports: [%s], realServers: {inline: [%s]}"
            .formatted(
                list(4, 16, "203.0.113.%d"),
                list(1000, 64, "{port: %d}"),
                list(1, 128, "{address: 198.51.100.%d}")));

    says.forEach(
        (name, part) -> await().untilAsserted(() -> assertThat(accepted(name)).contains(part)));
    assertThat(says.keySet())
        .allSatisfy(name -> assertThat(accepted(name)).doesNotContain(namespace + "/"));
    assertThat(destinationsOf(attacker)).isEmpty();
    assertThat(plans()).allMatch(plan -> plan.realServer().holdsNothing());
    assertThat(of(namespace, plans())).isEqualTo(of(namespace, before));
  }

  private void attack(String name, String change) {
    TestManifests.apply(
        client,
        attacker,
        TestManifests.service(name, "203.0.113.1", change)
            .replaceAll("(?m)^ *(addresses|ports): null\\n", ""));
  }

  private static String list(int first, int count, String form) {
    return IntStream.range(first, first + count)
        .mapToObj(form::formatted)
        .collect(Collectors.joining(", "));
  }

  private String accepted(String name) {
    return Seen.message(
        client.resources(VirtualService.class).inNamespace(attacker).withName(name),
        VirtualServiceStatus::conditions,
        "Accepted");
  }

  private List<NodePlanSpec> plans() {
    return client.resources(NodePlan.class).list().getItems().stream()
        .map(NodePlan::getSpec)
        .toList();
  }

  private List<String> sources() {
    return plans().stream()
        .flatMap(
            plan -> plan.director().services().stream().map(service -> service.source().toString()))
        .toList();
  }

  private List<String> destinationsOf(String tenant) {
    return plans().stream()
        .flatMap(plan -> plan.director().services().stream())
        .filter(service -> service.source().namespace().equals(tenant))
        .flatMap(service -> service.destinations().stream().map(one -> one.address().toString()))
        .toList();
  }

  /** Everything that plans hold for a namespace. */
  private static List<Object> of(String tenant, List<NodePlanSpec> plans) {
    return plans.stream()
        .map(NodePlanSpec::director)
        .flatMap(
            director ->
                Stream.<Object>concat(
                    director.services().stream()
                        .filter(it -> it.source().namespace().equals(tenant)),
                    director.marks().stream().filter(it -> it.source().namespace().equals(tenant))))
        .toList();
  }
}
