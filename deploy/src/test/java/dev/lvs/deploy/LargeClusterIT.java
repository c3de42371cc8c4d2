package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.agent.source.ApiServerSource;
import dev.lvs.agent.source.AwaitedPlans;
import dev.lvs.agent.source.PlanNews;
import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanPart;
import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.lab.apiserver.ApiProxy;
import dev.lvs.lab.apiserver.ApiProxy.Traffic;
import dev.lvs.lab.apiserver.ApiServerExtension;
import dev.lvs.lab.apiserver.Cluster;
import dev.lvs.verdict.Row;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A large cluster: what the operator takes for it as a process, and what a changed weight costs. It
 * is 1,000 VirtualServices of 4 real servers each on 3 directors, and any other by {@code
 * -Dlarge.services=2000 -Dlarge.servers=10 -Dlarge.directors=5}.
 */
@ExtendWith(ApiServerExtension.class)
class LargeClusterIT {
  private static final int SERVICES = Integer.getInteger("large.services", 1_000);
  private static final int SERVERS = Integer.getInteger("large.servers", 4);
  private static final List<String> DIRECTORS =
      IntStream.rangeClosed(1, Integer.getInteger("large.directors", 3))
          .mapToObj(n -> "edge-" + n)
          .toList();

  /** Changes of which the middle one is told. */
  private static final int CHANGES = 20;

  /** Bytes that another weight may write for each director. */
  private static final long ONE_WEIGHT = 20_000;

  /** Bytes that an agent may receive for it: what was written, and its own report. */
  private static final long ONE_WEIGHT_READ = 40_000;

  /** Requests for it: those of each director, and those of the resources' own statuses. */
  private static final long REQUESTS_EACH = 8;

  private static final long REQUESTS = 8;

  /** Three quarters of what deploy/kustomize allows. */
  private static final long RESIDENT_MIB = 384;

  private final Cluster cluster;
  private final KubernetesClient client;
  private final String namespace;

  LargeClusterIT(Cluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client();
    this.namespace = cluster.namespace();
  }

  @AfterEach
  void clear() {
    cluster.clear();
  }

  @Row({"operator-memory", "parts-shrink"})
  @Test
  void takesNoMoreMemoryThanIsSaidAndAnotherWeightWritesLittle() throws Exception {
    IntStream.range(0, DIRECTORS.size())
        .forEach(
            n ->
                cluster.node(
                    DIRECTORS.get(n), "192.0.2.24" + n, Map.of("lvs.dev/director", "true")));
    TestManifests.apply(client, namespace, TestManifests.ADMIN);
    create(IntStream.range(0, SERVICES * SERVERS).mapToObj(this::server));
    create(IntStream.range(0, SERVICES).mapToObj(this::service));

    try (ReportingNodes _ = new ReportingNodes(client)) {
      try (ApiProxy proxy = ApiProxy.to(cluster.plane());
          OperatorProcess operator = OperatorProcess.start(proxy.kubeconfig(), Map.of())) {
        soon().until(() -> programmed() == SERVICES);
        anotherWeightCostsLittle(proxy, operator);
        tell(operator, "");

        assertThat(operator.mib("VmHWM")).isLessThan(RESIDENT_MIB);
        assertThat(operator.log()).doesNotContain("ERROR");
      }
      weigh(3);
      long began = System.nanoTime();
      Map<String, HasMetadata> before = plans();
      try (ApiProxy proxy = ApiProxy.to(cluster.plane());
          OperatorProcess again = OperatorProcess.start(proxy.kubeconfig(), Map.of())) {
        await()
            .atMost(Duration.ofMinutes(2))
            .pollInterval(Duration.ofMillis(100))
            .until(() -> !generation(plan()).equals(generation(before.get(DIRECTORS.getFirst()))));
        System.out.printf(
            "operator: started again, the first plan after %.1f s, %.1f s of the processor%n",
            (System.nanoTime() - began) / 1e9, again.cpu().toMillis() / 1e3);
        tell(again, " after the second start");
      }
    }
  }

  private static void tell(OperatorProcess operator, String when) throws IOException {
    System.out.printf(
        "operator: %d VirtualServices of %d real servers on %d directors: %d MiB resident%s, %d at"
            + " most%n",
        SERVICES, SERVERS, DIRECTORS.size(), operator.mib("VmRSS"), when, operator.mib("VmHWM"));
  }

  private void anotherWeightCostsLittle(ApiProxy operatorsProxy, OperatorProcess operator)
      throws Exception {
    List<Long> millis = new ArrayList<>();
    List<Traffic> operators = new ArrayList<>();
    List<Traffic> agents = new ArrayList<>();
    try (ApiProxy proxy = ApiProxy.to(cluster.plane());
        AwaitedPlans agent =
            new AwaitedPlans(new ApiServerSource(proxy.client(), DIRECTORS.getFirst()))) {
      PlanNews.Plan plan = next(agent);
      settle(operatorsProxy, proxy);
      Duration busy = operator.cpu();
      for (int change = 0; change < CHANGES; change++) {
        Traffic before = operatorsProxy.traffic();
        Traffic agentsBefore = proxy.traffic();
        Map<String, HasMetadata> standing = change == 0 ? plans() : Map.of();
        long began = System.nanoTime();
        weigh(10 + change);
        plan = next(agent);
        millis.add((System.nanoTime() - began) / 1_000_000);
        settle(operatorsProxy, proxy);
        operators.add(operatorsProxy.traffic().since(before));
        agents.add(proxy.traffic().since(agentsBefore));
        if (change == 0) {
          writesLittle(standing);
        }
      }
      Traffic operatorsOwn = middle(operators);
      Traffic agentsOwn = middle(agents);
      System.out.printf(
          "operator: another weight, of %d: %d requests, %d bytes sent and %d received; %d ms of the"
              + " processor; median %d ms until an agent has the plan, at most %d ms; the agent has"
              + " %d requests, %d bytes sent and %d received%n",
          CHANGES,
          operatorsOwn.requests(),
          operatorsOwn.sent(),
          operatorsOwn.received(),
          operator.cpu().minus(busy).toMillis() / CHANGES,
          millis.stream().sorted().toList().get(CHANGES / 2),
          Collections.max(millis),
          agentsOwn.requests(),
          agentsOwn.sent(),
          agentsOwn.received());
      assertThat(plan.spec().director().services()).hasSize(SERVICES);
      assertThat(operatorsOwn.requests())
          .isLessThanOrEqualTo(REQUESTS_EACH * DIRECTORS.size() + REQUESTS);
      assertThat(agentsOwn.received()).isLessThan(ONE_WEIGHT_READ);
    }
  }

  private static PlanNews.Plan next(AwaitedPlans agent) throws InterruptedException {
    return (PlanNews.Plan) agent.await(Duration.ofMinutes(2)).orElseThrow();
  }

  /** When all is written that follows from a change. */
  private static void settle(ApiProxy... proxies) {
    AtomicReference<List<Long>> last = new AtomicReference<>(List.of());
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(700))
        .until(
            () -> {
              List<Long> now = Stream.of(proxies).map(it -> it.traffic().sent()).toList();
              return now.equals(last.getAndSet(now));
            });
  }

  private static Traffic middle(List<Traffic> all) {
    return all.stream()
        .sorted(Comparator.comparingLong(Traffic::sent))
        .toList()
        .get(all.size() / 2);
  }

  private void writesLittle(Map<String, HasMetadata> before) {
    Map<String, HasMetadata> after = plans();
    for (String director : DIRECTORS) {
      long written =
          after.entrySet().stream()
              .filter(entry -> entry.getKey().startsWith(director))
              .filter(
                  entry ->
                      !generation(entry.getValue()).equals(generation(before.get(entry.getKey()))))
              .mapToLong(entry -> bytes(entry.getValue()))
              .sum();
      System.out.printf("operator: another weight wrote %d bytes for %s%n", written, director);
      assertThat(written).isBetween(1_000L, ONE_WEIGHT);
    }
  }

  private void weigh(int weight) {
    client
        .resources(RealServer.class)
        .inNamespace(namespace)
        .withName("server-1234")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"weight\":%d}}".formatted(weight));
  }

  private @Nullable NodePlan plan() {
    return client.resources(NodePlan.class).withName(DIRECTORS.getFirst()).get();
  }

  /** Plans and their parts, by name. */
  private Map<String, HasMetadata> plans() {
    Map<String, HasMetadata> plans = new HashMap<>();
    client.resources(NodePlan.class).list().getItems().forEach(it -> plans.put(name(it), it));
    client.resources(NodePlanPart.class).list().getItems().forEach(it -> plans.put(name(it), it));
    return plans;
  }

  private static String name(HasMetadata object) {
    return object.getMetadata().getName();
  }

  /** Of an object that is not there, none. */
  private static String generation(@Nullable HasMetadata object) {
    return object == null
        ? ""
        : object.getMetadata().getUid() + " " + object.getMetadata().getGeneration();
  }

  /** Returns what etcd has of it. */
  private static long bytes(HasMetadata object) {
    return Serialization.asJson(object).getBytes(StandardCharsets.UTF_8).length;
  }

  private String server(int number) {
    return """
    apiVersion: lvs.dev/v1alpha1
    kind: RealServer
    metadata: {name: server-%d, labels: {app: app-%d}}
    spec: {address: 198.%d.%d.%d}
    """
        .formatted(
            number, number / SERVERS, 18 + number / 62_500, number / 250 % 250, 1 + number % 250);
  }

  private String service(int number) {
    return TestManifests.service(
        "web-" + number,
        "192.0.2." + (1 + number % 14),
        "ports: [{port: %d}], realServers: {selector: {matchLabels: {app: app-%d}}}"
            .formatted(8000 + number / 14, number));
  }

  private void create(Stream<String> manifests) {
    try (ExecutorService side = Executors.newFixedThreadPool(8)) {
      manifests.forEach(
          manifest -> side.execute(() -> TestManifests.apply(client, namespace, manifest)));
    }
  }

  private long programmed() {
    return client.resources(VirtualService.class).inNamespace(namespace).list().getItems().stream()
        .filter(service -> service.getStatus() != null)
        .flatMap(service -> service.getStatus().conditions().stream())
        .filter(it -> it.getType().equals("Programmed") && it.getStatus().equals("True"))
        .count();
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofMinutes(5)).pollInterval(Duration.ofSeconds(2));
  }
}
