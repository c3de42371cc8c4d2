package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.api.v1alpha1.DirectorGroup;
import dev.lvs.api.v1alpha1.FormerVip;
import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.lab.apiserver.Cluster;
import dev.lvs.net.IpAddress;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A VIP that goes from the director of one group to that of another, which cannot both answer. */
class VipMovesIT extends OperatorTest {
  private static final IpAddress VIP = IpAddress.parse("192.0.2.1");
  private static final String GROUP =
      """
      apiVersion: lvs.dev/v1alpha1
      kind: DirectorGroup
      metadata: {name: %s}
      spec: {nodeSelector: {matchLabels: {group: %s}}, announcement: {mode: static}}
      """;

  VipMovesIT(Cluster cluster) {
    super(cluster);
  }

  @BeforeEach
  void twoGroupsOfOneDirectorEach() {
    cluster.node("edge-1", "192.0.2.241", Map.of("group", "old"));
    cluster.node("edge-2", "192.0.2.242", Map.of("group", "new"));
    TestManifests.apply(
        client,
        namespace,
        String.join(
            "---\n",
            TestManifests.ADMIN,
            TestManifests.SERVERS,
            GROUP.formatted("old", "old"),
            GROUP.formatted("new", "new"),
            web("web", "old")));
    soon().until(() -> announces("edge-1") && ready("web").equals("Ready=True Ready"));
  }

  @Test
  void theNewDirectorGetsItOnceTheOldOneHasReported() {
    nodes.silence("edge-1");
    TestManifests.apply(client, namespace, web("web", "new"));

    soon().until(() -> former("edge-1").size() == 1 && plan("edge-2").isPresent());
    soon().until(() -> ready("web").equals("Ready=False VipNotLetGo"));
    neverBefore();
    operator.close();
    try (RunningOperator _ = RunningOperator.start(cluster.plane().newClient())) {
      neverBefore();
      nodes.wake("edge-1");

      soon().until(() -> announces("edge-2") && ready("web").equals("Ready=True Ready"));
      soon().until(() -> plan("edge-1").isEmpty());
    }
  }

  @Test
  void anotherServiceGetsTheVipOfADeletedOneOnceItsDirectorHasReported() {
    nodes.silence("edge-1");
    client.resources(VirtualService.class).inNamespace(namespace).withName("web").delete();
    soon().until(() -> former("edge-1").size() == 1);

    TestManifests.apply(client, namespace, web("other", "new"));

    soon().until(() -> ready("other").equals("Ready=False VipNotLetGo"));
    neverBefore();
    nodes.wake("edge-1");
    soon().until(() -> announces("edge-2") && ready("other").equals("Ready=True Ready"));
  }

  /** Its Node deleted, by somebody who knows that it is off. */
  @Test
  void aNodeThatIsGoneIsNotWaitedFor() {
    nodes.silence("edge-1");
    TestManifests.apply(client, namespace, web("web", "new"));
    soon().until(() -> ready("web").equals("Ready=False VipNotLetGo"));

    client.resources(Node.class).withName("edge-1").delete();

    soon().until(() -> announces("edge-2") && ready("web").equals("Ready=True Ready"));
  }

  /** What had nothing to do with it is served on, and so is the VIP where it stays. */
  @Test
  void aDirectorThatStaysKeepsTheVipWhileTheModeChanges() {
    client
        .resources(DirectorGroup.class)
        .withName("old")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"announcement\":{\"mode\":\"lease\"},\"vipInterface\":\"eth1\"}}");

    soon()
        .until(
            () ->
                plan("edge-1").orElseThrow().getSpec().director().vips().stream()
                    .anyMatch(vip -> vip.lease() != null));
    soon().until(() -> former("edge-1").isEmpty());
    assertThat(announces("edge-1")).isTrue();
  }

  private void neverBefore() {
    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(10))
        .until(() -> !announces("edge-2") && former("edge-1").size() == 1);
  }

  private static String web(String name, String group) {
    return TestManifests.service(name, VIP.toString(), "directorGroup: " + group);
  }

  private boolean announces(String node) {
    return plan(node).stream()
        .flatMap(plan -> plan.getSpec().director().vips().stream())
        .anyMatch(vip -> vip.address().equals(VIP));
  }

  private List<FormerVip> former(String node) {
    return plan(node).map(plan -> plan.getSpec().director().formerVips()).orElse(List.of());
  }

  private Optional<NodePlan> plan(String node) {
    return Optional.ofNullable(client.resources(NodePlan.class).withName(node).get());
  }

  private String ready(String service) {
    return Optional.ofNullable(
            client.resources(VirtualService.class).inNamespace(namespace).withName(service).get())
        .map(VirtualService::getStatus)
        .flatMap(
            status ->
                status.conditions().stream().filter(it -> it.getType().equals("Ready")).findFirst())
        .map(it -> "Ready=" + it.getStatus() + " " + it.getReason())
        .orElse("");
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(30));
  }
}
