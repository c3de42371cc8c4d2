package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.lvs.api.v1alpha1.LingeringVip;
import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.lab.apiserver.Cluster;
import dev.lvs.net.IpAddress;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OperatorPlansIT extends OperatorTest {
  private static final int MEASURED = 50;

  OperatorPlansIT(Cluster cluster) {
    super(cluster);
  }

  @BeforeEach
  void aDirectorAndTwoRealServers() {
    cluster.node("edge-1", "192.0.2.241", Map.of("lvs.dev/director", "true"));
    TestManifests.apply(client, namespace, TestManifests.ADMIN + "---\n" + TestManifests.SERVERS);
  }

  @Test
  void appliesThePlanAsItsOwnFieldManager() {
    TestManifests.apply(client, namespace, TestManifests.service("web", "192.0.2.1"));

    await().untilAsserted(() -> assertThat(destinations()).hasSize(2));
    NodePlan plan = plan();
    assertThat(plan.getSpec().director().vips())
        .extracting("address")
        .containsExactly(IpAddress.parse("192.0.2.1"));
    assertThat(plan.getMetadata().getManagedFields())
        .filteredOn(entry -> entry.getSubresource() == null)
        .extracting(ManagedFieldsEntry::getManager, ManagedFieldsEntry::getOperation)
        .containsExactly(tuple("lvs-operator", "Apply"));
    assertThat(plan.getMetadata().getOwnerReferences()).extracting("kind").containsExactly("Node");
  }

  @Test
  void followsAWeight() {
    TestManifests.apply(client, namespace, TestManifests.service("web", "192.0.2.1"));
    await().untilAsserted(() -> assertThat(destinations()).hasSize(2));

    weigh("web-1", 7);

    await()
        .untilAsserted(() -> assertThat(destinations()).extracting("weight").containsExactly(7, 1));
  }

  @Test
  void saysHowLongAChangeTakes() throws Exception {
    TestManifests.apply(client, namespace, TestManifests.service("web", "192.0.2.1"));
    await().untilAsserted(() -> assertThat(destinations()).hasSize(2));
    BlockingQueue<NodePlan> seen = new LinkedBlockingQueue<>();
    long[] micros = new long[MEASURED];

    try (Watch _ = client.resources(NodePlan.class).withName("edge-1").watch(into(seen))) {
      for (int change = 0; change < MEASURED; change++) {
        int weight = 100 + change;
        long sent = System.nanoTime();
        CompletableFuture<?> patch = CompletableFuture.runAsync(() -> weigh("web-1", weight));
        while (weights(seen.take()).noneMatch(it -> it == weight)) {
          // an earlier version, or the agent's report on it
        }
        micros[change] = (System.nanoTime() - sent) / 1000;
        patch.join();
      }
    }

    Arrays.sort(micros);
    System.out.printf(
        "operator: from a PATCH sent to the API server until a watch shows the NodePlan: median"
            + " %.1f ms, p99 %.1f ms, of %d changes%n",
        micros[MEASURED / 2] / 1000.0,
        micros[(int) Math.ceil(MEASURED * 0.99) - 1] / 1000.0,
        MEASURED);
  }

  @Test
  void emptiesThePlanOfANodeThatIsToHoldNothingAndDeletesItOnceCarriedOut() {
    TestManifests.apply(client, namespace, TestManifests.service("web", "192.0.2.1"));
    await().untilAsserted(() -> assertThat(destinations()).hasSize(2));
    nodes.silence("edge-1");

    client.resources(VirtualService.class).inNamespace(namespace).withName("web").delete();

    await().untilAsserted(() -> assertThat(plan().getSpec().director().holdsNothing()).isTrue());
    assertThat(client.resources(VirtualService.class).inNamespace(namespace).withName("web").get())
        .as("visible until the node has taken it off")
        .isNotNull();
    nodes.wake("edge-1");
    await().until(() -> plan() == null);
    await()
        .until(
            () ->
                client.resources(VirtualService.class).inNamespace(namespace).withName("web").get()
                    == null);
  }

  @Test
  void keepsTheEmptyPlanAsLongAsTheNodeKeepsAVipForConnections() {
    TestManifests.apply(client, namespace, TestManifests.service("web", "192.0.2.1"));
    await().untilAsserted(() -> assertThat(destinations()).hasSize(2));
    nodes.linger(
        "edge-1",
        new LingeringVip(IpAddress.parse("192.0.2.1"), "lo", 2, "2026-01-01T12:15:01Z"),
        new LingeringVip(IpAddress.parse("192.0.2.2"), "lo", 1, "2026-01-01T12:15:01Z"));

    client.resources(VirtualService.class).inNamespace(namespace).withName("web").delete();

    await()
        .until(
            () ->
                client.resources(VirtualService.class).inNamespace(namespace).withName("web").get()
                    == null);
    NodePlan empty = plan();
    assertThat(empty.getSpec().director().holdsNothing()).isTrue();
    // a report by which it would be deleted, if one of them were not enough to keep it
    nodes.linger(
        "edge-1", new LingeringVip(IpAddress.parse("192.0.2.2"), "lo", 1, "2026-01-01T12:15:01Z"));
    TestManifests.apply(client, namespace, TestManifests.service("other", "192.0.2.1"));
    await().untilAsserted(() -> assertThat(destinations()).hasSize(2));
    assertThat(plan().getMetadata().getUid()).isEqualTo(empty.getMetadata().getUid());

    client.resources(VirtualService.class).inNamespace(namespace).withName("other").delete();
    nodes.linger("edge-1");

    await().until(() -> plan() == null);
  }

  private void weigh(String server, int weight) {
    client
        .resources(RealServer.class)
        .inNamespace(namespace)
        .withName(server)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"weight\":%d}}".formatted(weight));
  }

  private static Watcher<NodePlan> into(BlockingQueue<NodePlan> seen) {
    return new Watcher<>() {
      @Override
      public void eventReceived(Action action, NodePlan plan) {
        seen.add(plan);
      }

      @Override
      public void onClose(@Nullable WatcherException cause) {}
    };
  }

  private NodePlan plan() {
    return client.resources(NodePlan.class).withName("edge-1").get();
  }

  private List<PlannedDestination> destinations() {
    NodePlan plan = plan();
    return plan == null ? List.of() : destinations(plan);
  }

  private static List<PlannedDestination> destinations(NodePlan plan) {
    return plan.getSpec().director().holdsNothing()
        ? List.of()
        : plan.getSpec().director().services().stream()
            .flatMap(service -> service.destinations().stream())
            .toList();
  }

  private static Stream<Integer> weights(NodePlan plan) {
    return destinations(plan).stream().map(PlannedDestination::weight);
  }
}
