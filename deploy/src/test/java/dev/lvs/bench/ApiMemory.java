package dev.lvs.bench;

import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.deploy.Installation;
import dev.lvs.lab.apiserver.Checkout;
import dev.lvs.lab.apiserver.Cluster;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The part of the bench that needs an API server, which stands outside of the lab's kernel: plans
 * for an idle and a busy agent, and the guest in which these are weighed.
 *
 * <p>Arguments: a folder for kubeconfigs, and the command that runs another part in a guest.
 */
final class ApiMemory {
  static final String IDLE = "idle";
  static final String BUSY = "busy";

  private ApiMemory() {}

  public static void main(String... arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    List<String> guest = Arrays.asList(arguments).subList(1, arguments.length);
    int code;
    try (Cluster cluster = Cluster.start()) {
      Installation installation = Installation.of(cluster);
      for (String node : List.of(IDLE, BUSY)) {
        Files.writeString(
            folder.resolve(node + ".kubeconfig"),
            cluster.plane().kubeconfigFor("127.0.0.1", installation.agentToken(node)));
      }
      create(cluster, IDLE, Memory.IDLE);
      code = run(guest, folder, cluster.plane().port(), largest(cluster));
    }
    System.exit(code);
  }

  /** Halves the large table until the API server takes the plan. */
  private static Size largest(Cluster cluster) {
    Size size = Size.LARGE;
    while (true) {
      try {
        create(cluster, BUSY, size);
        return size;
      } catch (KubernetesClientException refused) {
        System.out.printf("%nThe API server refuses a NodePlan of %s: %s%n", size, reason(refused));
        size = size.atMost(size.objects() / 2);
      }
    }
  }

  private static String reason(KubernetesClientException refused) {
    String all = String.valueOf(refused.getMessage());
    return all.substring(0, Math.min(all.length(), 200));
  }

  private static void create(Cluster cluster, String node, Size size) {
    NodePlan plan = new NodePlan();
    plan.setMetadata(new ObjectMetaBuilder().withName(node).build());
    plan.setSpec(new NodePlanSpec(node, new Table(size).plan(0).director(), null));
    cluster.client().resource(plan).create();
  }

  private static int run(List<String> guest, Path folder, int port, Size largest)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(guest);
    command.addAll(List.of("memory-with-api", folder.toString(), String.valueOf(port)));
    command.addAll(largest.words());
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(Checkout.path("deploy").toFile()).inheritIO();
    builder.environment().put("IPVS_NET", "slirp");
    return builder.start().waitFor();
  }
}
