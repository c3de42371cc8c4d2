package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanPart;
import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.lab.ScratchFolder;
import dev.lvs.lab.apiserver.ApiServer;
import dev.lvs.lab.apiserver.Checkout;
import dev.lvs.lab.apiserver.Cluster;
import dev.lvs.verdict.Row;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * 1,000 VirtualServices of 4 real servers each on 3 directors: what that takes and what it writes.
 */
@ExtendWith(ApiServer.class)
class LargeClusterIT {
  private static final int SERVICES = 1_000;
  private static final int SERVERS = 4;
  private static final List<String> DIRECTORS = List.of("edge-1", "edge-2", "edge-3");

  /** Bytes that another weight may write for each director. */
  private static final long ONE_WEIGHT = 20_000;

  /** Memory that the README says this takes, and seven eighths of what deploy/kustomize allows. */
  private static final long RESIDENT_MIB = 448;

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
    Manifests.apply(client, namespace, Manifests.ADMIN);
    create(IntStream.range(0, SERVICES * SERVERS).mapToObj(this::server));
    create(IntStream.range(0, SERVICES).mapToObj(this::service));

    try (ScratchFolder folder = ScratchFolder.named("lvs-operator");
        Nodes _ = new Nodes(client)) {
      Process operator = start(folder.path().resolve("log"));
      try {
        soon().until(() -> programmed() == SERVICES);
        anotherWeightWritesLittle();
        long highest = statusMib(operator, "VmHWM");
        System.out.printf(
            "operator: %d VirtualServices of %d real servers on %d directors: %d MiB resident, %d"
                + " at most%n",
            SERVICES, SERVERS, DIRECTORS.size(), statusMib(operator, "VmRSS"), highest);

        assertThat(highest).isLessThan(RESIDENT_MIB);
        assertThat(Files.readString(folder.path().resolve("log"))).doesNotContain("ERROR");
      } finally {
        operator.destroy();
        operator.waitFor();
      }
    }
  }

  private void anotherWeightWritesLittle() {
    Map<String, HasMetadata> before = plans();

    client
        .resources(RealServer.class)
        .inNamespace(namespace)
        .withName("server-1234")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"weight\":7}}");

    for (String director : DIRECTORS) {
      soon()
          .until(() -> !generation(plans().get(director)).equals(generation(before.get(director))));
      Map<String, HasMetadata> after = plans();
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

  /** What etcd has of it. */
  private static long bytes(HasMetadata object) {
    return Serialization.asJson(object).getBytes(StandardCharsets.UTF_8).length;
  }

  private String server(int number) {
    return """
    apiVersion: lvs.dev/v1alpha1
    kind: RealServer
    metadata: {name: server-%d, labels: {app: app-%d}}
    spec: {address: 198.51.%d.%d}
    """
        .formatted(number, number / SERVERS, 100 + number / 250, 1 + number % 250);
  }

  private String service(int number) {
    return Manifests.service(
        "web-" + number,
        "192.0.2." + (1 + number % 14),
        "ports: [{port: %d}], realServers: {selector: {matchLabels: {app: app-%d}}}"
            .formatted(8000 + number / 14, number));
  }

  private void create(Stream<String> manifests) {
    try (ExecutorService side = Executors.newFixedThreadPool(8)) {
      manifests.forEach(
          manifest -> side.execute(() -> Manifests.apply(client, namespace, manifest)));
    }
  }

  private long programmed() {
    return client.resources(VirtualService.class).inNamespace(namespace).list().getItems().stream()
        .filter(service -> service.getStatus() != null)
        .flatMap(service -> service.getStatus().conditions().stream())
        .filter(it -> it.getType().equals("Programmed") && it.getStatus().equals("True"))
        .count();
  }

  /** As its start script does it. */
  private Process start(Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "@" + Checkout.path("operator", "src", "main", "launcher", "lvs-operator.jvm"),
                    "-Dlogback.configurationFile=logback.xml",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "dev.lvs.operator.OperatorMain"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("KUBECONFIG", cluster.plane().kubeconfig().toString());
    builder.environment().put("MALLOC_ARENA_MAX", "1");
    return builder.start();
  }

  private static long statusMib(Process process, String field) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
        .filter(line -> line.startsWith(field + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofMinutes(5)).pollInterval(Duration.ofSeconds(2));
  }
}
