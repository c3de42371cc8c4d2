package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.lab.ScratchFolder;
import dev.lvs.lab.apiserver.ApiServerExtension;
import dev.lvs.lab.apiserver.Cluster;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The operator as its image runs it: a process that gets all its settings from its environment. */
@ExtendWith(ApiServerExtension.class)
class OperatorProcessIT {
  private static final int SIGTERM = 128 + 15;

  private final Cluster cluster;
  private final String namespace;

  OperatorProcessIT(Cluster cluster) {
    this.cluster = cluster;
    this.namespace = cluster.namespace();
  }

  @Test
  void startsWorksAnswersProbesAndEndsWhenItIsTold() throws Exception {
    cluster.node("edge-1", "192.0.2.241", Map.of("lvs.dev/director", "true"));
    TestManifests.apply(
        cluster.client(), namespace, TestManifests.ADMIN + "---\n" + TestManifests.SERVERS);
    TestManifests.apply(cluster.client(), namespace, TestManifests.service("web", "192.0.2.1"));
    // an agent of another test may have been alive a moment ago
    cluster.client().leases().inNamespace("kube-node-lease").delete();
    int port = freePort();
    try (ScratchFolder folder = ScratchFolder.named("lvs-operator")) {
      Path log = folder.path().resolve("log");
      Path authorities = folder.path().resolve("ca.crt");
      assertThat(check(folder.path())).contains("No operator leads");
      Process operator =
          start(
              Map.of(
                  "KUBECONFIG",
                  trusting(authorities).toString(),
                  "LVS_HEALTH_PORT",
                  Integer.toString(port),
                  "LVS_LEASE_NAMESPACE",
                  namespace,
                  "POD_NAME",
                  "operator-1"),
              log);
      try {
        await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> cluster.client().resources(NodePlan.class).withName("edge-1").get() != null);
        assertThat(probe(port, "/readyz")).isEqualTo("ok\n");
        assertThat(probe(port, "/healthz")).isEqualTo("ok\n");
        assertThat(check(folder.path()))
            .contains("Node edge-1 has a plan and no agent")
            .doesNotContain("No operator leads");
        try (ReportingNodes _ = new ReportingNodes(cluster.client())) {
          await()
              .atMost(Duration.ofSeconds(30))
              .untilAsserted(
                  () -> assertThat(check(folder.path())).contains("every node with a plan has"));
        }
        Files.writeString(authorities, "\n", StandardOpenOption.APPEND);
        assertThat(probe(port, "/healthz")).contains(authorities + ") were replaced");
        System.out.printf("operator: as a process %d MiB resident%n", residentMib(operator));

        operator.destroy();

        assertThat(operator.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(operator.exitValue()).isEqualTo(SIGTERM);
        assertThat(Files.readString(log)).contains("has started").doesNotContain("ERROR", "WARN");
      } finally {
        operator.destroyForcibly();
      }
    } finally {
      cluster.clear();
    }
  }

  @Test
  void refusesAWrongSettingInOneLine() throws Exception {
    try (ScratchFolder folder = ScratchFolder.named("lvs-operator")) {
      Path log = folder.path().resolve("log");
      Process operator = start(Map.of("LVS_HEALTH_PORT", "http"), log);

      assertThat(operator.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(operator.exitValue()).isEqualTo(2);
      assertThat(Files.readString(log).lines())
          .singleElement()
          .asString()
          .endsWith("LVS_HEALTH_PORT is 'http'; it must be a port from 0 to 65535.");
    }
  }

  /** Returns what {@code helm test} has it say; it ends with 0 where all is well and only there. */
  private String check(Path folder) throws IOException, InterruptedException {
    Path log = folder.resolve("check");
    Process check = start(Map.of("LVS_LEASE_NAMESPACE", namespace), log, "check");
    assertThat(check.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String said = Files.readString(log);
    assertThat(check.exitValue()).as(said).isEqualTo(said.contains("ERROR") ? 1 : 0);
    return said;
  }

  /** Writes the authorities, and beside them a kubeconfig that names their file, as in a pod. */
  private Path trusting(Path authorities) throws IOException {
    String inside = Files.readString(cluster.plane().kubeconfig());
    Matcher data =
        Pattern.compile("certificate-authority-data: \"([A-Za-z0-9+/=]+)\"").matcher(inside);
    assertThat(data.find()).isTrue();
    Files.write(authorities, Base64.getDecoder().decode(data.group(1)));
    return Files.writeString(
        authorities.resolveSibling("kubeconfig"),
        data.replaceFirst("certificate-authority: " + authorities));
  }

  private Process start(Map<String, String> environment, Path log, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                // the operator's own logging, not that of the tests
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.lvs.operator.OperatorMain"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("KUBECONFIG", cluster.plane().kubeconfig().toString());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static String probe(int port, String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  private static long residentMib(Process process) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
