package dev.lvs.deploy;

import dev.lvs.lab.apiserver.Checkout;
import dev.lvs.lab.apiserver.Cluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.authentication.BoundObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** lvs-operator as {@code deploy/kustomize} installs it, but for the programs in its pods. */
public final class Installation {
  static final String NAMESPACE = "lvs-system";
  static final String OPERATOR = "lvs-operator";
  static final String AGENT = "lvs-node-agent";

  private final Cluster cluster;

  private Installation(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Applies the folder, as the README says it. */
  public static Installation of(Cluster cluster) {
    cluster
        .kubectl()
        .expect(
            "apply",
            "--server-side",
            "--force-conflicts",
            "-k",
            Checkout.path("deploy", "kustomize").toString());
    return new Installation(cluster);
  }

  /** The agent's DaemonSet, as it was taken. */
  DaemonSet daemonSet() {
    return cluster.client().apps().daemonSets().inNamespace(NAMESPACE).withName(AGENT).require();
  }

  /** A client with the rights of the operator's service account and no other. */
  KubernetesClient operator() {
    return client(cluster.token(NAMESPACE, OPERATOR));
  }

  /** A client with the rights of the agent on {@code node}. */
  KubernetesClient agent(String node) {
    return client(agentToken(node));
  }

  /**
   * A token as the kubelet would have given it to the agent's pod on {@code node}. The pod is made
   * here: no kubelet runs.
   */
  public String agentToken(String node) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(AGENT + "-" + node)
            .withNamespace(NAMESPACE)
            .endMetadata()
            .withNewSpec()
            .withNodeName(node)
            .withServiceAccountName(AGENT)
            .addNewContainer()
            .withName("agent")
            .withImage(AGENT)
            .endContainer()
            .endSpec()
            .build();
    Pod running = cluster.client().resource(pod).serverSideApply();
    TokenRequest wanted =
        new TokenRequestBuilder()
            .withNewSpec()
            .withExpirationSeconds(3600L)
            .withBoundObjectRef(
                new BoundObjectReferenceBuilder()
                    .withApiVersion("v1")
                    .withKind("Pod")
                    .withName(running.getMetadata().getName())
                    .withUid(running.getMetadata().getUid())
                    .build())
            .endSpec()
            .build();
    return cluster
        .client()
        .serviceAccounts()
        .inNamespace(NAMESPACE)
        .withName(AGENT)
        .tokenRequest(wanted)
        .getStatus()
        .getToken();
  }

  /** The folder that the kubelet would have mounted into the agent's pod on {@code node}. */
  public void writeAgentAccount(String node, Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("token"), agentToken(node));
    Files.write(
        folder.resolve("ca.crt"),
        Base64.getDecoder().decode(cluster.plane().access().getCaCertData()));
    Files.writeString(folder.resolve("namespace"), NAMESPACE);
  }

  /** A client with the rights that a token gives. */
  KubernetesClient client(String token) {
    Config access = Config.fromKubeconfig(cluster.plane().kubeconfigFor("127.0.0.1", token));
    return new KubernetesClientBuilder().withConfig(access).build();
  }
}
