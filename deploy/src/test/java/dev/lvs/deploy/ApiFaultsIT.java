package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.agent.source.ApiServerSource;
import dev.lvs.agent.source.AwaitedPlans;
import dev.lvs.agent.source.PlanNews;
import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.api.v1alpha1.VirtualServiceStatus;
import dev.lvs.lab.apiserver.ApiProxy;
import dev.lvs.lab.apiserver.ApiProxy.Fault;
import dev.lvs.lab.apiserver.ApiProxy.Request;
import dev.lvs.lab.apiserver.ApiServerExtension;
import dev.lvs.lab.apiserver.Cluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An API server that misbehaves towards the operator and towards an agent, while things change. */
@ExtendWith(ApiServerExtension.class)
class ApiFaultsIT {
  private static final Duration FAULT = Duration.ofSeconds(4);

  private final Cluster cluster;
  private final KubernetesClient client;
  private final String namespace;
  private int timeout = 1;

  ApiFaultsIT(Cluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client();
    this.namespace = cluster.namespace();
    cluster.node("edge-1", "192.0.2.241", Map.of("lvs.dev/director", "true"));
    TestManifests.apply(client, namespace, TestManifests.ADMIN + "---\n" + TestManifests.SERVERS);
    TestManifests.apply(
        client, namespace, TestManifests.service("web", "192.0.2.1", "persistence: {timeout: 1s}"));
  }

  @AfterEach
  void clear() {
    cluster.clear();
  }

  @Test
  void theOperatorCatchesUpAfterEachAndNoStatusLiesMeanwhile() throws Exception {
    try (ApiProxy proxy = ApiProxy.to(cluster.plane());
        ReportingNodes _ = new ReportingNodes(client);
        StatusInvariants invariants = StatusInvariants.watch(client);
        RunningOperator _ = RunningOperator.start(proxy.client())) {
      soon().untilAsserted(() -> assertThat(ready()).isEqualTo("Ready=True Ready"));

      faults()
          .forEach(
              (name, fault) -> {
                proxy.misbehave(fault);
                proxy.endWatches();
                changeFor(FAULT);
                proxy.behave();
                soon()
                    .untilAsserted(
                        () -> {
                          assertThat(plannedTimeout()).as(name).isEqualTo(timeout);
                          assertThat(ready()).as(name).isEqualTo("Ready=True Ready");
                          assertThat(observed()).as(name).isTrue();
                        });
              });

      assertThat(invariants.broken()).isEmpty();
      assertThat(invariants.versions()).isGreaterThan(faults().size());
    }
  }

  @Test
  void anAgentHasTheNewestPlanAfterEachAndItsReportIsWritten() throws Exception {
    try (ApiProxy proxy = ApiProxy.to(cluster.plane());
        RunningOperator _ = RunningOperator.start(cluster.plane().newClient());
        AwaitedPlans agent = new AwaitedPlans(new ApiServerSource(proxy.client(), "edge-1"))) {
      AtomicLong reported = new AtomicLong();
      Thread loop = Thread.ofVirtual().start(() -> reportAll(agent, reported));
      soon().until(() -> plan().getStatus() != null);

      faults()
          .forEach(
              (name, fault) -> {
                proxy.misbehave(fault);
                proxy.endWatches();
                changeFor(FAULT);
                proxy.behave();
                soon()
                    .untilAsserted(
                        () -> {
                          assertThat(plannedTimeout()).as(name).isEqualTo(timeout);
                          assertThat(plan().getStatus().observedGeneration())
                              .as(name)
                              .isEqualTo(plan().getMetadata().getGeneration());
                        });
              });

      assertThat(reported.get()).isGreaterThan(faults().size());
      loop.interrupt();
    }
  }

  private static Map<String, Function<Request, Fault>> faults() {
    Map<String, Function<Request, Fault>> faults = new LinkedHashMap<>();
    faults.put("watches end", _ -> Fault.NONE);
    faults.put("too many requests", _ -> Fault.answer(429));
    faults.put("internal error", _ -> Fault.answer(500));
    faults.put("etcd is away", request -> request.isRead() ? Fault.NONE : Fault.answer(503));
    faults.put("expired token", _ -> Fault.answer(401));
    faults.put(
        "expired resource version", request -> request.isWatch() ? Fault.answer(410) : Fault.NONE);
    faults.put("slow", request -> Fault.pause(Duration.ofMillis(request.isWatch() ? 0 : 700)));
    return faults;
  }

  private void reportAll(AwaitedPlans agent, AtomicLong reported) {
    try {
      while (true) {
        if (agent.await(Duration.ofSeconds(5)).orElse(null) instanceof PlanNews.Plan plan) {
          reported.incrementAndGet();
          agent.report(NodePlanStatus.reporting(plan.generation(), "test", PlanReport.CLEAN));
        }
      }
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  private void changeFor(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    do {
      timeout++;
      service()
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"spec\":{\"persistence\":{\"timeout\":\"%ds\"}}}".formatted(timeout));
      await().pollDelay(Duration.ofMillis(50)).until(() -> true);
    } while (System.nanoTime() < end);
  }

  private int plannedTimeout() {
    NodePlan plan = client.resources(NodePlan.class).withName("edge-1").get();
    return plan == null || plan.getSpec().director().services().isEmpty()
        ? 0
        : Objects.requireNonNull(plan.getSpec().director().services().getFirst().persistence())
            .timeoutSeconds();
  }

  private NodePlan plan() {
    return client.resources(NodePlan.class).withName("edge-1").require();
  }

  private boolean observed() {
    VirtualService seen = service().require();
    return seen.getStatus().conditions().stream()
        .allMatch(
            condition ->
                Objects.equals(
                    condition.getObservedGeneration(), seen.getMetadata().getGeneration()));
  }

  private String ready() {
    return Seen.condition(service(), VirtualServiceStatus::conditions, "Ready");
  }

  private Resource<VirtualService> service() {
    return client.resources(VirtualService.class).inNamespace(namespace).withName("web");
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(90)).ignoreExceptions();
  }
}
