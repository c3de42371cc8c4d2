package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.deploy.wholeway.Journey;
import dev.lvs.lab.ScratchFolder;
import dev.lvs.lab.apiserver.ApiServerExtension;
import dev.lvs.lab.apiserver.Checkout;
import dev.lvs.lab.apiserver.Cluster;
import dev.lvs.verdict.Row;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * End-to-end test from {@code kubectl apply} to packets and back: the API server and the operator
 * here, three agents as processes of their own in the lab's kernel, two as in pods and one with a
 * kubeconfig, each with the rights that deploy/kustomize gives; those in pods with exactly the
 * arguments, mounts and rights of its DaemonSet. {@link Journey} runs in the lab.
 */
@ExtendWith(ApiServerExtension.class)
class WholeWayIT {
  /** Address of this machine's 127.0.0.1 behind slirp. */
  private static final String SEEN_FROM_THE_GUEST = "10.0.2.2";

  private final Cluster cluster;

  WholeWayIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @Row("daemonset-starts")
  @Test
  void yamlInBalancedPacketsOutAndNothingLeftBehind() throws Exception {
    Installation installation = Installation.of(cluster);
    try (RunningOperator _ = RunningOperator.start(installation.operator());
        ScratchFolder folder = ScratchFolder.named("lvs-whole-way")) {
      write(folder.path().resolve("admin.kubeconfig"), SEEN_FROM_THE_GUEST, adminToken());
      for (String node : Journey.IN_PODS) {
        installation.writeAgentAccount(node, folder.path().resolve(node));
      }
      Files.writeString(
          folder.path().resolve(Journey.DAEMON_SET),
          Serialization.asYaml(installation.daemonSet()));
      String outside = Journey.OUTSIDE_A_POD;
      write(
          folder.path().resolve(outside + ".kubeconfig"),
          "127.0.0.1",
          installation.agentToken(outside));

      String said = walk(folder.path());

      said.lines().filter(line -> line.startsWith("whole way:")).forEach(System.out::println);
      await()
          .untilAsserted(
              () ->
                  assertThat(cluster.client().resources(NodePlan.class).list().getItems())
                      .as("a plan that is carried out to the last is deleted")
                      .isEmpty());
    } finally {
      // its namespace stays: this control plane never ends the deletion of one
      cluster.clear();
    }
  }

  /** Runs the journey in the guest, and returns what it printed. */
  private String walk(Path folder) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Checkout.path("deploy", "lab", "guest").toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx192m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Journey.class.getName(),
                folder.toString(),
                Integer.toString(cluster.plane().port())));
    command.addAll(cluster.kubectl().command());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Checkout.path("deploy").toFile())
            .redirectErrorStream(true);
    builder.environment().put("IPVS_NET", "slirp");
    builder.environment().put("IPVS_MEM", "1536M");
    builder.environment().put("IPVS_TIMEOUT", "420");
    Process guest = builder.start();
    guest.getOutputStream().close();
    String said = new String(guest.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(guest.waitFor()).as(said).isZero();
    return said;
  }

  private void write(Path file, String host, String token) throws IOException {
    Files.writeString(file, cluster.plane().kubeconfigFor(host, token));
  }

  /** Whoever types kubectl in there may do everything. */
  private String adminToken() {
    String name = "whole-way";
    cluster
        .client()
        .resource(
            new ServiceAccountBuilder().withNewMetadata().withName(name).endMetadata().build())
        .inNamespace(Installation.NAMESPACE)
        .serverSideApply();
    cluster
        .client()
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "cluster-admin")
                .addNewSubject("", "ServiceAccount", name, Installation.NAMESPACE)
                .build())
        .serverSideApply();
    return cluster.token(Installation.NAMESPACE, name);
  }
}
