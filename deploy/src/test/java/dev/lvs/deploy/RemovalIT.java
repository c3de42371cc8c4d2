package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.api.v1alpha1.LingeringVip;
import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.lab.ScratchFolder;
import dev.lvs.lab.apiserver.Checkout;
import dev.lvs.lab.apiserver.Cluster;
import dev.lvs.lab.apiserver.Kubectl;
import dev.lvs.net.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Removal of the installation, in the right order and in others, on a control plane of its own:
 * what is removed are the definitions too.
 */
class RemovalIT {
  private static final String RIGHT_ORDER = "kubectl delete virtualservices --all -A";

  private static final List<String> NEEDED =
      List.of(
          "namespace lvs-system",
          "crd virtualservices.lvs.dev",
          "crd nodeplans.lvs.dev",
          "deployment lvs-operator -n lvs-system",
          "daemonset lvs-node-agent -n lvs-system",
          "clusterrole lvs-operator",
          "rolebinding lvs-node-agent -n kube-node-lease");

  private static final String BASE = Checkout.path("deploy", "kustomize").toString();

  private final Cluster cluster = Cluster.start();
  private final Installation installation = Installation.of(cluster);
  private final String namespace = cluster.namespace();
  private final RunningOperator operator = RunningOperator.start(installation.operator());
  private final ReportingNodes nodes = new ReportingNodes(cluster.client());

  @BeforeEach
  void serve() {
    cluster.plane().startControllers();
    cluster.node("edge-1", "192.0.2.241", Map.of("lvs.dev/director", "true"));
    TestManifests.apply(
        cluster.client(), namespace, TestManifests.ADMIN + "---\n" + TestManifests.SERVERS);
    TestManifests.apply(cluster.client(), namespace, TestManifests.service("web", "192.0.2.1"));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> cluster.client().resources(NodePlan.class).withName("edge-1").get() != null);
  }

  @AfterEach
  void close() {
    nodes.close();
    operator.close();
    cluster.close();
  }

  @Test
  void whatIsStillNeededIsNotDeleted() {
    for (String what : NEEDED) {
      List<String> command = new ArrayList<>(List.of("delete", "--wait=false"));
      command.addAll(List.of(what.split(" ", -1)));
      // tried only, until the policy is in force, which takes a moment after it was made
      command.add("--dry-run=server");

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(cluster.kubectl().run("", command.toArray(String[]::new)).err())
                      .as(what)
                      .contains("node edge-1 still holds VIPs or services")
                      .contains(RIGHT_ORDER));
    }
  }

  @Test
  void whatIsKeptForConnectionsIsNamedAndWaitedFor() {
    nodes.linger(
        "edge-1",
        new LingeringVip(IpAddress.parse("192.0.2.1"), "lo", 4, "2026-01-01T12:15:01Z"),
        new LingeringVip(IpAddress.parse("2001:db8::1"), "lvsi-1", 1, "2026-01-01T12:20:01Z"));
    cluster.kubectl().expect("delete", "virtualservices", "--all", "-A", "--timeout=60s");

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(namespaceRemoval().err())
                    .contains("node edge-1 still holds VIPs or services")
                    .contains(
                        "Hidden VIPs are kept there for open connections: 192.0.2.1 (up to 4) until"
                            + " 2026-01-01T12:15:01Z, 2001:db8::1 (up to 1) until"
                            + " 2026-01-01T12:20:01Z at the latest")
                    .contains("end the servers")
                    .contains(RIGHT_ORDER));

    nodes.linger("edge-1");
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(namespaceRemoval().err()).isEmpty());
    assertThat(cluster.client().resources(NodePlan.class).list().getItems()).isEmpty();
  }

  /** Tried only. */
  private Kubectl.Output namespaceRemoval() {
    return cluster
        .kubectl()
        .run("", "delete", "namespace", "lvs-system", "--wait=false", "--dry-run=server");
  }

  @Test
  void theRightOrderLeavesNothing() {
    cluster.kubectl().expect("delete", "virtualservices", "--all", "-A", "--timeout=60s");
    cluster.kubectl().expect("wait", "--for=delete", "nodeplans", "--all", "--timeout=60s");

    cluster.kubectl().expect("delete", "-k", BASE, "--timeout=90s");

    assertThat(left()).isEmpty();
  }

  @Test
  void afterTheWrongOrderNothingIsStuckForEver() throws Exception {
    operator.close();
    cluster.kubectl().expect("delete", "validatingadmissionpolicybinding", "lvs-operator-removal");
    // tried again while the binding is still in force, which it is for a moment after its end
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(
                        cluster
                            .kubectl()
                            .run("", "delete", "-k", BASE, "--ignore-not-found", "--timeout=10s")
                            .err())
                    .contains("timed out waiting")
                    .doesNotContain("still holds"));
    cluster.kubectl().expect("delete", "namespace", namespace, "--wait=false");
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(cluster.kubectl().expect("get", "namespace", namespace, "-o", "yaml"))
                    .contains("finalizers remaining: lvs.dev/programmed"));

    run(documentedRelease());

    cluster.kubectl().expect("wait", "--for=delete", "namespace/" + namespace, "--timeout=60s");
    awaitEndOf("virtualservices.lvs.dev");
    assertThat(left()).isEmpty();
  }

  /** Waits for the end of a kind, whose instances the API server counts about once a minute. */
  private void awaitEndOf(String definition) {
    await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () ->
                assertThat(
                        cluster
                            .kubectl()
                            .expect(
                                "get",
                                "crd",
                                definition,
                                "--ignore-not-found",
                                "-o",
                                "jsonpath={.status.conditions}"))
                    .isEmpty());
  }

  /** Objects of the installation that are still there. */
  private List<String> left() {
    List<String> kinds = new ArrayList<>();
    kinds.add("crd,clusterrole,clusterrolebinding,namespace");
    kinds.add("validatingadmissionpolicy,validatingadmissionpolicybinding");
    List<String> left = new ArrayList<>();
    for (String kind : kinds) {
      cluster
          .kubectl()
          .expect("get", kind, "-l", "app.kubernetes.io/part-of=lvs-operator", "-o", "name")
          .lines()
          .forEach(left::add);
    }
    return left;
  }

  /** The line of the README that takes finalizers off. */
  private static String documentedRelease() throws IOException {
    return Files.readAllLines(Checkout.path("deploy", "kustomize", "README.md")).stream()
        .filter(line -> line.startsWith("kubectl get virtualservices") && line.contains("xargs"))
        .findFirst()
        .orElseThrow();
  }

  /** Runs a line of a shell, with the kubectl of this cluster. */
  private void run(String line) throws Exception {
    try (ScratchFolder folder = ScratchFolder.named("lvs-removal")) {
      Kubectl kubectl = cluster.kubectl();
      Path program = folder.path().resolve("kubectl");
      Files.writeString(
          program,
          "#!/bin/sh\nKUBECONFIG=%s exec %s \"$@\"\n"
              .formatted(kubectl.kubeconfig(), String.join(" ", kubectl.command())));
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
      ProcessBuilder builder = new ProcessBuilder("sh", "-euc", line).inheritIO();
      builder.environment().merge("PATH", folder.path() + ":", (path, first) -> first + path);
      assertThat(builder.start().waitFor()).isZero();
    }
  }
}
