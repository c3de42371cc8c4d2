package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.lvs.lab.apiserver.ApiServerExtension;
import dev.lvs.lab.apiserver.Checkout;
import dev.lvs.lab.apiserver.Cluster;
import dev.lvs.lab.apiserver.Kubectl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Verdicts of GitOps tools on our objects: by kstatus' own code, and by Argo CD's rule. */
@ExtendWith(ApiServerExtension.class)
class GitOpsIT {
  private static final Path ARGO_CD = Checkout.path("deploy", "argocd");
  private static final String WEB = "VirtualService web";

  private final Cluster cluster;
  private final String namespace;

  GitOpsIT(Cluster cluster) {
    this.cluster = cluster;
    this.namespace = cluster.namespace();
  }

  @BeforeEach
  void write() {
    cluster.node("edge-1", "192.0.2.241", Map.of("lvs.dev/director", "true"));
    TestManifests.apply(
        cluster.client(), namespace, TestManifests.ADMIN + "---\n" + TestManifests.SERVERS);
    TestManifests.apply(cluster.client(), namespace, TestManifests.service("web", "192.0.2.1"));
  }

  @AfterEach
  void clear() {
    cluster.clear();
  }

  @Test
  void toolsSeeEachPhaseAsItIs() {
    assertThat(kstatus().values()).as("nobody has seen to it").containsOnly("InProgress");
    assertThat(health().values()).containsOnly("Progressing");

    try (RunningOperator _ = RunningOperator.start(cluster.plane().newClient())) {
      await().untilAsserted(() -> assertThat(observed(WEB)).isEqualTo(1));
      assertThat(kstatus()).as("no node has it").containsEntry(WEB, "InProgress");
      assertThat(health()).containsEntry(WEB, "Progressing");

      try (ReportingNodes _ = new ReportingNodes(cluster.client())) {
        eventually(() -> assertThat(kstatus().values()).containsOnly("Current"));
        assertThat(health().values()).containsOnly("Healthy");

        TestManifests.apply(
            cluster.client(), namespace, TestManifests.service("wrong", "203.0.113.9"));
        patch("realserver", "web-1", "{\"spec\":{\"maintenance\":{\"mode\":\"Drain\"}}}");

        eventually(
            () ->
                assertThat(health())
                    .containsEntry("VirtualService wrong", "Degraded")
                    .containsEntry("RealServer web-1", "Suspended")
                    .containsEntry("RealServer web-2", "Healthy")
                    .containsEntry(WEB, "Healthy"));
        assertThat(kstatus())
            .containsEntry("VirtualService wrong", "InProgress")
            .containsEntry("RealServer web-1", "InProgress")
            .containsEntry(WEB, "Current");
      }
    }

    patch("virtualservice", "web", "{\"spec\":{\"scheduler\":\"rr\"}}");
    assertThat(kstatus()).as("not in this version").containsEntry(WEB, "InProgress");
    assertThat(health()).containsEntry(WEB, "Progressing");

    cluster.kubectl().expect("delete", "virtualservice", "web", "-n", namespace, "--wait=false");
    assertThat(kstatus()).as("with a finalizer").containsEntry(WEB, "Terminating");
    assertThat(health()).containsEntry(WEB, "Progressing");
  }

  @Test
  void applyingAgainChangesNothing() {
    String manifests =
        TestManifests.ADMIN
            + "---\n"
            + TestManifests.SERVERS
            + "---\n"
            + TestManifests.service("web", "192.0.2.1");
    try (RunningOperator _ = RunningOperator.start(cluster.plane().newClient());
        ReportingNodes _ = new ReportingNodes(cluster.client())) {
      apply(manifests);
      eventually(() -> assertThat(kstatus().values()).containsOnly("Current"));
      eventually(
          () ->
              assertThat(Seen.events(cluster.client(), namespace, "VirtualService", "web"))
                  .isNotEmpty());
      String before = versions();

      for (int i = 0; i < 5; i++) {
        apply(manifests);
      }

      await()
          .during(Duration.ofSeconds(3))
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(versions()).isEqualTo(before));
    }
  }

  /** As `argocd admin settings resource-overrides` and Argo CD's own tests read it. */
  @Test
  void theRuleDoesWhatItsTestsSay() throws IOException {
    JsonNode tests = new YAMLMapper().readTree(ARGO_CD.resolve("health_test.yaml").toFile());
    for (JsonNode test : tests.get("tests")) {
      String input = test.get("inputPath").asText();
      Kubectl.Output said =
          tool("health", ARGO_CD.resolve("health.lua").toString())
              .run(Files.readString(ARGO_CD.resolve(input)));
      String[] words = said.out().strip().split("\t", -1);

      assertThat(said.exitCode()).as(said.err()).isZero();
      assertThat(List.of(words).subList(2, 4))
          .as(input)
          .containsExactly(
              test.at("/healthStatus/status").asText(), test.at("/healthStatus/message").asText());
    }
  }

  private static void eventually(Runnable assertion) {
    await().atMost(Duration.ofSeconds(60)).untilAsserted(assertion::run);
  }

  /** Status by kind and name. */
  private Map<String, String> kstatus() {
    return seenBy(tool("kstatus"));
  }

  private Map<String, String> health() {
    return seenBy(tool("health", ARGO_CD.resolve("health.lua").toString()));
  }

  private Map<String, String> seenBy(Kubectl tool) {
    Kubectl.Output said = tool.run(objects());
    assertThat(said.exitCode()).as(said.err()).isZero();
    Map<String, String> seen = new TreeMap<>();
    said.out()
        .lines()
        .map(line -> line.split("\t", -1))
        .forEach(words -> seen.put(words[0] + " " + words[1], words[2]));
    return seen;
  }

  private static Kubectl tool(String... command) {
    List<String> line = new ArrayList<>(List.of(Checkout.gitopsProgram().toString()));
    line.addAll(List.of(command));
    return new Kubectl(line, Path.of("/dev/null"), Path.of("/dev/null"));
  }

  /** All that people wrote, as the API server has it. */
  private String objects() {
    return get("virtualservices,realservers", "-n", namespace)
        + "\n---\n"
        + get("directorgroups,addresspools");
  }

  private long observed(String object) {
    String[] words = object.split(" ", 2);
    String said =
        get(words[0], words[1], "-n", namespace, "-o", "jsonpath={.status.observedGeneration}");
    return Long.parseLong(said);
  }

  /** Of every object and Event, with nothing left out. */
  private String versions() {
    String columns = "custom-columns=K:.kind,N:.metadata.name,V:.metadata.resourceVersion";
    return get("virtualservices,realservers,events", "-n", namespace, "-o", columns)
        + get("directorgroups,addresspools,nodeplans,nodeplanparts", "-o", columns);
  }

  private String get(String... arguments) {
    List<String> line = new ArrayList<>(List.of("get"));
    line.addAll(List.of(arguments));
    if (!line.contains("-o")) {
      line.addAll(List.of("-o", "json"));
    }
    return cluster.kubectl().expect(line.toArray(String[]::new));
  }

  private void apply(String manifests) {
    Kubectl.Output said =
        cluster.kubectl().run(manifests, "apply", "--server-side", "-n", namespace, "-f", "-");
    assertThat(said.exitCode()).as(said.err()).isZero();
  }

  private void patch(String kind, String name, String change) {
    cluster.kubectl().expect("patch", kind, name, "-n", namespace, "--type=merge", "-p", change);
  }
}
