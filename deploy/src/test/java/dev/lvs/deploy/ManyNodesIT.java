package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.lab.apiserver.ApiProxy;
import dev.lvs.lab.apiserver.ApiProxy.Traffic;
import dev.lvs.lab.apiserver.ApiServerExtension;
import dev.lvs.lab.apiserver.Cluster;
import dev.lvs.operator.OperatorSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** 500 nodes that are real servers and report: a changed weight costs what it costs with ten. */
@ExtendWith(ApiServerExtension.class)
class ManyNodesIT {
  private static final int FEW = 10;
  private static final int MANY = 500;

  /** Looks for silent agents, which takes a list of all Leases, at no time of this test. */
  private static final OperatorSettings SETTINGS =
      new OperatorSettings(Optional.empty(), "lvs-operator", Duration.ofHours(1), Optional.empty());

  private final Cluster cluster;
  private final KubernetesClient client;
  private final String namespace;

  ManyNodesIT(Cluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client();
    this.namespace = cluster.namespace();
    cluster.node("edge-1", "192.0.2.241", Map.of("lvs.dev/director", "true"));
    TestManifests.apply(
        client,
        namespace,
        TestManifests.ADMIN.replace("limits:", "realServers: {nodeSelector: {}}, limits:"));
    TestManifests.apply(
        client, namespace, TestManifests.service("web", "192.0.2.1", "forwarding: {method: DR}"));
  }

  @AfterEach
  void clear() {
    client.leases().inNamespace("kube-node-lease").delete();
    cluster.clear();
  }

  @Test
  void aChangedWeightCostsAsManyRequestsAsWithFew() throws Exception {
    try (ApiProxy proxy = ApiProxy.to(cluster.plane());
        ReportingNodes _ = new ReportingNodes(client, Duration.ofSeconds(10));
        RunningOperator _ = RunningOperator.start(proxy.client(), SETTINGS)) {
      serve(0, FEW);
      Traffic few = ofOneWeight(proxy, 7);
      serve(FEW, MANY);
      Traffic many = ofOneWeight(proxy, 8);

      System.out.printf(
          "operator: another weight with %d nodes %s, with %d nodes %s%n", FEW, few, MANY, many);
      assertThat(few.requests()).isPositive();
      // a large plan is written in parts
      assertThat(many.requests()).isLessThanOrEqualTo(few.requests() + 3);
    }
  }

  /** Real servers on nodes of their own. */
  private void serve(int from, int to) {
    try (ExecutorService side = Executors.newFixedThreadPool(8)) {
      IntStream.range(from, to)
          .forEach(
              n ->
                  side.execute(
                      () -> {
                        cluster.node(
                            "node-" + n, "198.18.%d.%d".formatted(n / 250, 1 + n % 250), Map.of());
                        TestManifests.apply(client, namespace, server(n));
                      }));
    }
    soon()
        .untilAsserted(
            () -> {
              VirtualService web =
                  client
                      .resources(VirtualService.class)
                      .inNamespace(namespace)
                      .withName("web")
                      .require();
              assertThat(Objects.requireNonNull(web.getStatus().realServers()).total())
                  .isEqualTo(to);
              assertThat(web.getStatus().conditions())
                  .allMatch(condition -> condition.getStatus().equals("True"));
            });
  }

  private static String server(int number) {
    return """
    apiVersion: lvs.dev/v1alpha1
    kind: RealServer
    metadata: {name: server-%d, labels: {app: web}}
    spec: {nodeName: node-%d}
    """
        .formatted(number, number);
  }

  private Traffic ofOneWeight(ApiProxy proxy, int weight) {
    settle(proxy);
    Traffic before = proxy.traffic();
    client
        .resources(RealServer.class)
        .inNamespace(namespace)
        .withName("server-1")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"weight\":%d}}".formatted(weight));
    soon().until(() -> proxy.traffic().requests() > before.requests());
    settle(proxy);
    return proxy.traffic().since(before);
  }

  private static void settle(ApiProxy proxy) {
    AtomicLong last = new AtomicLong();
    soon()
        .pollInterval(Duration.ofSeconds(2))
        .until(
            () -> {
              long now = proxy.traffic().requests();
              return now == last.getAndSet(now);
            });
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofMinutes(3)).ignoreExceptions();
  }
}
