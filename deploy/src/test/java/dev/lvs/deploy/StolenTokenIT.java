package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.lab.apiserver.ApiServerExtension;
import dev.lvs.lab.apiserver.Cluster;
import dev.lvs.lab.apiserver.Kubectl;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The token of an agent in the hands of somebody who broke into its node: against other nodes, the
 * operator and the rest of the cluster.
 */
@ExtendWith(ApiServerExtension.class)
class StolenTokenIT {
  private static final int OK = HttpURLConnection.HTTP_OK;
  private static final int FORBIDDEN = HttpURLConnection.HTTP_FORBIDDEN;

  private static final String OWN_STATUS =
      "PATCH /apis/lvs.dev/v1alpha1/nodeplans/edge-1/status {\"status\":{\"agentVersion\":\"9\"}}";

  /** Requests of which each has to be forbidden: verb, path, and what a patch or an object says. */
  private static final String ATTEMPTS =
      """
      PATCH /apis/lvs.dev/v1alpha1/nodeplans/edge-2/status {"status":{"agentVersion":"9"}}
      PATCH /apis/lvs.dev/v1alpha1/nodeplans/edge-2 {"spec":{"nodeName":"edge-1"}}
      PATCH /apis/lvs.dev/v1alpha1/nodeplans/edge-1 {"spec":{"nodeName":"edge-2"}}
      PATCH /apis/lvs.dev/v1alpha1/nodeplans/edge-1 {"metadata":{"labels":{"a":"b"}}}
      POST /apis/lvs.dev/v1alpha1/nodeplans {"apiVersion":"lvs.dev/v1alpha1","kind":"NodePlan","metadata":{"name":"edge-3"},"spec":{"nodeName":"edge-3"}}
      DELETE /apis/lvs.dev/v1alpha1/nodeplans/edge-1
      DELETE /apis/lvs.dev/v1alpha1/nodeplans/edge-2
      DELETE /apis/lvs.dev/v1alpha1/nodeplans
      DELETE /apis/lvs.dev/v1alpha1/nodeplanparts
      PATCH /apis/lvs.dev/v1alpha1/nodereportparts/edge-2.report-00 {"spec":{"digest":"ff"}}
      PATCH /apis/lvs.dev/v1alpha1/nodereportparts/edge-2.report-00 {"spec":{"nodeName":"edge-1"}}
      POST /apis/lvs.dev/v1alpha1/nodereportparts {"apiVersion":"lvs.dev/v1alpha1","kind":"NodeReportPart","metadata":{"name":"edge-2.report-01"},"spec":{"nodeName":"edge-1","digest":"ff"}}
      POST /apis/lvs.dev/v1alpha1/nodereportparts {"apiVersion":"lvs.dev/v1alpha1","kind":"NodeReportPart","metadata":{"name":"edge-1.report-01"},"spec":{"nodeName":"edge-2","digest":"ff"}}
      DELETE /apis/lvs.dev/v1alpha1/nodereportparts/edge-2.report-00
      DELETE /apis/lvs.dev/v1alpha1/nodereportparts
      GET /apis/lvs.dev/v1alpha1/nodereportparts
      PATCH /apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/lvs-node-agent.edge-2 {"spec":{"holderIdentity":"x"}}
      PATCH /apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/edge-1 {"spec":{"holderIdentity":"x"}}
      PATCH /apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/edge-2 {"spec":{"holderIdentity":"x"}}
      POST /apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases {"metadata":{"name":"lvs-node-agent.edge-3"}}
      DELETE /apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/lvs-node-agent.edge-1
      GET /apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases
      PATCH /apis/coordination.k8s.io/v1/namespaces/lvs-system/leases/lvs-operator {"spec":{"holderIdentity":"x"}}
      PATCH /api/v1/nodes/edge-1 {"metadata":{"labels":{"lvs.dev/director":"true"}}}
      GET /api/v1/nodes
      GET /apis/lvs.dev/v1alpha1/virtualservices
      GET /apis/lvs.dev/v1alpha1/realservers
      GET /apis/lvs.dev/v1alpha1/addresspools
      POST /apis/lvs.dev/v1alpha1/addresspools {"apiVersion":"lvs.dev/v1alpha1","kind":"AddressPool","metadata":{"name":"all"},"spec":{"addresses":["192.0.2.0/24"]}}
      POST /apis/lvs.dev/v1alpha1/namespaces/default/virtualservices {"apiVersion":"lvs.dev/v1alpha1","kind":"VirtualService","metadata":{"name":"web"},"spec":{}}
      PATCH /apis/lvs.dev/v1alpha1/namespaces/default/virtualservices/web/status {"status":{}}
      POST /api/v1/namespaces/lvs-system/serviceaccounts/lvs-operator/token {}
      POST /api/v1/namespaces/lvs-system/serviceaccounts/lvs-node-agent/token {}
      DELETE /apis/apps/v1/namespaces/lvs-system/daemonsets/lvs-node-agent
      DELETE /apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings/lvs-node-agent
      DELETE /apis/apiextensions.k8s.io/v1/customresourcedefinitions/virtualservices.lvs.dev
      POST /apis/rbac.authorization.k8s.io/v1/clusterrolebindings {"metadata":{"name":"stolen"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"cluster-admin"}}
      GET /api/v1/secrets
      GET /api/v1/pods
      GET /api/v1/namespaces/kube-system/configmaps
      POST /api/v1/namespaces {"metadata":{"name":"stolen"}}
      GET /metrics
      """;

  private final Cluster cluster;
  private final Installation installation;

  StolenTokenIT(Cluster cluster) {
    this.cluster = cluster;
    this.installation = Installation.of(cluster);
  }

  @BeforeEach
  void makeNodes() {
    for (int i = 1; i <= 2; i++) {
      String node = "edge-" + i;
      cluster.node(node, "192.0.2.24" + i, Map.of());
      apply(
          """
          apiVersion: lvs.dev/v1alpha1
          kind: NodePlan
          metadata: {name: %1$s}
          spec: {nodeName: %1$s}
          """
              .formatted(node));
      for (String lease : List.of(node, "lvs-node-agent." + node)) {
        apply(
            """
            apiVersion: coordination.k8s.io/v1
            kind: Lease
            metadata: {name: %s, namespace: kube-node-lease}
            spec: {holderIdentity: %s}
            """
                .formatted(lease, node));
      }
    }
    apply(
        """
        apiVersion: lvs.dev/v1alpha1
        kind: NodeReportPart
        metadata: {name: edge-2.report-00}
        spec: {nodeName: edge-2, digest: "0123"}
        """);
  }

  @AfterEach
  void clear() {
    cluster.kubectl().expect("delete", "leases", "--all", "-n", "kube-node-lease");
    cluster.clear();
  }

  @Test
  void getsNothingButItsOwnNode() {
    try (KubernetesClient thief = installation.agent("edge-1")) {
      // the policy takes a moment to be in force after it was made
      await().until(() -> ask(thief, ATTEMPTS.lines().findFirst().orElseThrow()) == FORBIDDEN);

      assertThat(ATTEMPTS.lines().filter(attempt -> ask(thief, attempt) != FORBIDDEN)).isEmpty();

      assertThat(ask(thief, "GET /apis/lvs.dev/v1alpha1/nodeplans")).isEqualTo(OK);
      assertThat(ask(thief, OWN_STATUS)).isEqualTo(OK);
    }
  }

  @Test
  void isWorthNothingWithoutAPodOnANode() {
    String token = cluster.token(Installation.NAMESPACE, Installation.AGENT);
    try (KubernetesClient thief = installation.client(token)) {
      await().until(() -> ask(thief, OWN_STATUS) == FORBIDDEN);
    }
  }

  @Test
  void endsWithItsPod() {
    try (KubernetesClient thief = installation.agent("edge-1")) {
      assertThat(ask(thief, OWN_STATUS)).isEqualTo(OK);

      cluster
          .kubectl()
          .expect("delete", "pod", "lvs-node-agent-edge-1", "-n", "lvs-system", "--force");

      // the API server remembers for some seconds that a token was good
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> ask(thief, OWN_STATUS) == HttpURLConnection.HTTP_UNAUTHORIZED);
    }
  }

  /** Sends a request, and returns the status of the answer. */
  private static int ask(KubernetesClient client, String request) {
    String[] words = request.split(" ", 3);
    HttpClient http = client.getHttpClient();
    return http.sendAsync(
            http.newHttpRequestBuilder()
                .uri(client.getMasterUrl().toString().replaceFirst("/$", "") + words[1])
                .method(
                    words[0],
                    words[0].equals("PATCH") ? "application/merge-patch+json" : "application/json",
                    words.length == 3 ? words[2] : words[0].equals("GET") ? null : "{}")
                .build(),
            String.class)
        .join()
        .code();
  }

  private void apply(String manifest) {
    Kubectl.Output output = cluster.kubectl().run(manifest, "apply", "-f", "-");
    assertThat(output.exitCode()).as(output.err()).isZero();
  }
}
