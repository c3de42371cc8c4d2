package dev.lvs.bench;

import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.NodePlanPart;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.deploy.Installation;
import dev.lvs.lab.apiserver.Checkout;
import dev.lvs.lab.apiserver.Cluster;
import dev.lvs.parts.StoredPlan;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The part of the bench that needs an API server, which runs outside of the lab's kernel: plans for
 * an idle and a busy agent, and the guest in which these are weighed.
 *
 * <p>Arguments: a folder for service accounts, and the command that runs another part in a guest.
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
        installation.writeAgentAccount(node, folder.resolve(node));
      }
      create(cluster, IDLE, MemoryCurve.IDLE);
      create(cluster, BUSY, Size.LARGE);
      code = run(guest, folder, cluster.plane().port());
    }
    System.exit(code);
  }

  /** Writes a plan as the operator does, in parts where it is large. */
  private static void create(Cluster cluster, String node, Size size) {
    StoredPlan stored =
        StoredPlan.split(
            new NodePlanSpec(node, new BenchTable(size).plan(0).director(), RealServerPlan.EMPTY));
    stored
        .parts()
        .forEach(
            (name, spec) -> {
              NodePlanPart part = new NodePlanPart();
              part.setMetadata(new ObjectMetaBuilder().withName(name).build());
              part.setSpec(spec);
              cluster.client().resource(part).create();
            });
    NodePlan plan = new NodePlan();
    plan.setMetadata(new ObjectMetaBuilder().withName(node).build());
    plan.setSpec(stored.primary());
    cluster.client().resource(plan).create();
  }

  private static int run(List<String> guest, Path folder, int port)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(guest);
    command.addAll(List.of("memory-with-api", folder.toString(), String.valueOf(port)));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(Checkout.path("deploy").toFile()).inheritIO();
    builder.environment().put("IPVS_NET", "slirp");
    return builder.start().waitFor();
  }
}
