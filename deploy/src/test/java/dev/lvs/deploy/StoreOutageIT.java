package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.api.v1alpha1.VirtualServiceStatus;
import dev.lvs.lab.apiserver.Cluster;
import dev.lvs.lab.apiserver.LocalControlPlane;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A minute without etcd: the API server is there, and neither reads nor writes. */
class StoreOutageIT {
  private static final Duration OUTAGE = Duration.ofMinutes(1);

  private final LocalControlPlane plane = LocalControlPlane.start();
  @AutoClose private final Cluster cluster = Cluster.of(plane);
  private final KubernetesClient client = cluster.client();
  private final String namespace = cluster.namespace();
  @AutoClose private final ReportingNodes nodes = new ReportingNodes(client);

  StoreOutageIT() {
    cluster.node("edge-1", "192.0.2.241", Map.of("lvs.dev/director", "true"));
    nodes.live("edge-1");
    TestManifests.apply(client, namespace, TestManifests.ADMIN + "---\n" + TestManifests.SERVERS);
    TestManifests.apply(client, namespace, TestManifests.service("web", "192.0.2.1"));
  }

  @Test
  void costsNoPlanAndNoMoreThanTheTimeItTakes() throws Exception {
    OperatorProcess operator = start();
    try {
      soon().until(() -> ready().equals("Ready=True Ready"));
      NodePlan before = plan();

      plane.freezeStore();
      assertThatThrownBy(
              () -> cluster.kubectl().expect("create", "namespace", "x", "--request-timeout=5s"))
          .as("nothing is written")
          .isInstanceOf(IllegalStateException.class);
      Thread.sleep(OUTAGE);
      plane.thawStore();

      // as a kubelet does for one that ended because it could not renew its Lease
      if (!operator.isAlive()) {
        operator.close();
        operator = start();
      }
      soon().until(() -> ready().equals("Ready=True Ready"));
      assertThat(plan().getMetadata().getUid()).isEqualTo(before.getMetadata().getUid());
      assertThat(plan().getMetadata().getGeneration())
          .as("nobody changed anything")
          .isEqualTo(before.getMetadata().getGeneration());

      client
          .resources(RealServer.class)
          .inNamespace(namespace)
          .withName("web-1")
          .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"weight\":7}}");

      soon().until(() -> weight() == 7);
      assertThat(plan().getMetadata().getGeneration())
          .isEqualTo(before.getMetadata().getGeneration() + 1);
      soon().until(() -> ready().equals("Ready=True Ready"));
    } finally {
      operator.close();
    }
  }

  private OperatorProcess start() throws IOException {
    return OperatorProcess.start(
        Files.readString(plane.kubeconfig()), Map.of("LVS_LEASE_NAMESPACE", namespace));
  }

  private NodePlan plan() {
    return client.resources(NodePlan.class).withName("edge-1").require();
  }

  private int weight() {
    return plan().getSpec().director().services().getFirst().destinations().getFirst().weight();
  }

  private String ready() {
    return Seen.condition(
        client.resources(VirtualService.class).inNamespace(namespace).withName("web"),
        VirtualServiceStatus::conditions,
        "Ready");
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofMinutes(2)).ignoreExceptions();
  }
}
