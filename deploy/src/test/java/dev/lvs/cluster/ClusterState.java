package dev.lvs.cluster;

import java.util.List;
import java.util.stream.Stream;

/**
 * Shows a cluster for somebody who reads why a test failed: its nodes, pods, Events, statuses, the
 * agents' logs and the kubelets' last lines. What cannot be read is shown as the reason for it.
 */
final class ClusterState {

  private static final int LINES = 25;

  private static final List<List<String>> VIEWS =
      List.of(
          List.of("get", "nodes", "-o", "wide"),
          List.of("get", "pods", "-A", "-o", "wide"),
          List.of("get", "ipvs,nodeplans,leases", "-A"),
          List.of("-n", "lvs-system", "describe", "pods", "-l", "app.kubernetes.io/name"),
          List.of("get", "events", "-A", "--sort-by=.lastTimestamp"),
          List.of("-n", "shop", "get", "ipvs", "-o", "jsonpath={.items[*].status}"));

  private ClusterState() {}

  /** Prints it to the standard output, each line with the prefix {@code lab: }. */
  static void print(LabCluster cluster) {
    VIEWS.forEach(view -> section(cluster, view));
    for (String pod :
        cluster
            .kubectl()
            .run("", "-n", "lvs-system", "get", "pods", "-o", "name")
            .out()
            .lines()
            .toList()) {
      section(cluster, List.of("-n", "lvs-system", "logs", pod, "--tail=" + LINES));
      section(cluster, List.of("-n", "lvs-system", "logs", "--previous", pod, "--tail=" + LINES));
    }
    for (String node : cluster.nodes()) {
      show(node + ": kubelet", lastLines(cluster, node));
    }
  }

  private static void section(LabCluster cluster, List<String> view) {
    var answer = cluster.kubectl().run("", view.toArray(String[]::new));
    show("kubectl " + String.join(" ", view), answer.out() + answer.err());
  }

  private static String lastLines(LabCluster cluster, String node) {
    try {
      return cluster.run(node, "tail -n " + LINES + " /machine/kubelet.log; ip -brief address");
    } catch (IllegalStateException silent) {
      return silent.toString();
    }
  }

  private static void show(String title, String text) {
    Stream.concat(Stream.of("--- " + title), text.lines())
        .forEach(line -> System.out.println("lab: " + line));
  }
}
