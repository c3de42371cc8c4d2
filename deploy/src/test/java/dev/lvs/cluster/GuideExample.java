package dev.lvs.cluster;

import dev.lvs.lab.apiserver.Checkout;
import dev.lvs.lab.apiserver.Kubectl;
import java.nio.file.Path;
import java.util.List;

/**
 * lvs-operator as it is installed from a checkout, and {@code examples/dr} on it: node1 is the
 * director, node2 and node3 are the real servers, on which web servers answer with their node's
 * name.
 */
final class GuideExample {

  static final String VIP = "10.1.210.58";
  static final String DIRECTOR = "node1";
  static final List<String> SERVERS = List.of("node2", "node3");

  private static final Path KUSTOMIZE = Checkout.path("deploy", "kustomize");
  private static final Path EXAMPLE = Checkout.path("examples", "dr");
  private static final Path WEB_SERVERS =
      Checkout.path("deploy/src/test/resources/dev/lvs/cluster/web-servers.yaml");

  private final LabCluster cluster;
  private final Kubectl kubectl;

  private GuideExample(LabCluster cluster) {
    this.cluster = cluster;
    this.kubectl = cluster.kubectl();
  }

  /** Brings the cluster there, from wherever it is, and waits until all nodes carry it out. */
  static GuideExample on(LabCluster cluster) {
    GuideExample example = new GuideExample(cluster);
    example.install();
    example.apply();
    return example;
  }

  /** The commands of deploy/kustomize/README.md, and their end. */
  private void install() {
    kubectl.expect("apply", "--server-side", "-k", KUSTOMIZE.toString());
    kubectl.expect("label", "--overwrite", "node", DIRECTOR, "lvs.dev/director=true");
    for (String server : SERVERS) {
      kubectl.expect("label", "--overwrite", "node", server, "lvs.dev/real-server=true");
    }
    awaitRollout("lvs-system", "deployment/lvs-operator");
    awaitRollout("lvs-system", "daemonset/lvs-node-agent");
  }

  private void apply() {
    for (String file :
        List.of("namespace.yaml", "cluster.yaml", "real-servers.yaml", "virtual-service.yaml")) {
      kubectl.expect("apply", "-f", EXAMPLE.resolve(file).toString());
    }
    kubectl.expect("apply", "-f", WEB_SERVERS.toString());
    awaitRollout("shop", "daemonset/web-server");
    for (String condition : List.of("Programmed", "Ready")) {
      kubectl.expect(
          "-n",
          "shop",
          "wait",
          "--for=condition=" + condition,
          "virtualservice/web",
          "--timeout=90s");
    }
  }

  void awaitRollout(String namespace, String workload) {
    kubectl.expect("-n", namespace, "rollout", "status", workload, "--timeout=120s");
  }

  /** A condition of the VirtualService as {@code STATUS REASON}. */
  String condition(String type) {
    return field(type, "status") + " " + field(type, "reason");
  }

  /** A condition's message. */
  String message(String type) {
    return field(type, "message");
  }

  private String field(String type, String field) {
    return kubectl.expect(
        "-n",
        "shop",
        "get",
        "virtualservice",
        "web",
        "-o",
        "jsonpath={.status.conditions[?(@.type==\"%s\")].%s}".formatted(type, field));
  }

  /** Requests to the VIP from outside; an answer is the name of a node. */
  Requests requests() {
    return new Requests(cluster, VIP);
  }

  /** Removes all of it in the order that deploy/kustomize/README.md says, and waits for the end. */
  void uninstall() {
    kubectl.expect("delete", "virtualservices", "--all", "--all-namespaces", "--timeout=60s");
    kubectl.expect("wait", "--for=delete", "nodeplans", "--all", "--timeout=16m");
    kubectl.expect("delete", "-k", KUSTOMIZE.toString(), "--timeout=120s");
    kubectl.expect("delete", "namespace", "shop", "--timeout=60s");
  }
}
