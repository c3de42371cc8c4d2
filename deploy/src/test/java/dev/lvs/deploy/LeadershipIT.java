package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.lab.apiserver.ApiProxy;
import dev.lvs.lab.apiserver.ApiProxy.Fault;
import dev.lvs.lab.apiserver.ApiServerExtension;
import dev.lvs.lab.apiserver.Cluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two operators as processes, of which one leads and stands still, or is killed. */
@ExtendWith(ApiServerExtension.class)
class LeadershipIT {
  /** Longer than a Lease is valid. */
  private static final Duration HELD = Duration.ofSeconds(40);

  private final Cluster cluster;
  private final KubernetesClient client;
  private final String namespace;

  /** Weights of web-1 in the plan, as they followed each other. */
  private final List<Integer> seen = Collections.synchronizedList(new ArrayList<>());

  LeadershipIT(Cluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client();
    this.namespace = cluster.namespace();
    cluster.node("edge-1", "192.0.2.241", Map.of("lvs.dev/director", "true"));
    TestManifests.apply(client, namespace, TestManifests.ADMIN + "---\n" + TestManifests.SERVERS);
    TestManifests.apply(client, namespace, TestManifests.service("web", "192.0.2.1"));
  }

  @AfterEach
  void clear() {
    cluster.clear();
  }

  @Test
  void oneThatStoodStillOverwritesNothingWithWhatItKnewBefore() throws Exception {
    try (ApiProxy proxy = ApiProxy.to(cluster.plane());
        OperatorProcess first = start(proxy, "first");
        Watch _ = watchPlan()) {
      soon().until(() -> holder().equals("first") && weight() == 1);
      AtomicInteger held = new AtomicInteger();
      proxy.misbehave(
          request ->
              request.method().equals("PATCH")
                      && request.target().contains("/nodeplans/edge-1?")
                      && held.getAndIncrement() == 0
                  ? Fault.pause(HELD)
                  : Fault.NONE);
      weigh(3);
      soon().until(() -> held.get() == 1);
      first.freeze();
      weigh(7);

      try (ApiProxy straight = ApiProxy.to(cluster.plane());
          OperatorProcess second = start(straight, "second")) {
        soon().until(() -> holder().equals("second"));
        soon().until(() -> weight() == 7);
        first.thaw();
        assertThat(first.exitCode(HELD.plusSeconds(30))).as("it leads no more").isEqualTo(1);
        weigh(8);
        soon().until(() -> weight() == 8);

        assertThat(proxy.traffic().requests()).isPositive();
        assertThat(List.copyOf(seen)).containsSubsequence(1, 7, 8).doesNotContain(3);
        assertThat(second.log()).contains("second leads").doesNotContain("ERROR");
      }
    }
  }

  @Test
  void anotherGoesOnWhereOneWasKilled() throws Exception {
    try (ApiProxy proxy = ApiProxy.to(cluster.plane());
        OperatorProcess first = start(proxy, "first")) {
      soon().until(() -> holder().equals("first") && weight() == 1);
      try (OperatorProcess _ = start(proxy, "second")) {
        first.kill();
        weigh(5);

        soon().until(() -> weight() == 5);
        assertThat(holder()).isEqualTo("second");
      }
    }
  }

  private OperatorProcess start(ApiProxy proxy, String name) throws Exception {
    return OperatorProcess.start(
        proxy.kubeconfig(), Map.of("LVS_LEASE_NAMESPACE", namespace, "POD_NAME", name));
  }

  private void weigh(int weight) {
    client
        .resources(RealServer.class)
        .inNamespace(namespace)
        .withName("web-1")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"weight\":%d}}".formatted(weight));
  }

  private int weight() {
    return weight(client.resources(NodePlan.class).withName("edge-1").get());
  }

  private static int weight(@Nullable NodePlan plan) {
    return plan == null || plan.getSpec().director().holdsNothing()
        ? 0
        : plan.getSpec().director().services().getFirst().destinations().getFirst().weight();
  }

  private Watch watchPlan() {
    return client
        .resources(NodePlan.class)
        .watch(
            new Watcher<>() {
              @Override
              public void eventReceived(Action action, NodePlan plan) {
                seen.add(weight(plan));
              }

              @Override
              public void onClose(@Nullable WatcherException cause) {}
            });
  }

  private String holder() {
    return Optional.ofNullable(
            client.leases().inNamespace(namespace).withName("lvs-operator").get())
        .map(lease -> lease.getSpec().getHolderIdentity())
        .orElse("");
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofMinutes(2)).ignoreExceptions();
  }
}
