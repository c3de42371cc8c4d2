package dev.lvs.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.RealServer;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DifferencesTest {
  private static final Node NODE =
      new NodeBuilder()
          .withNewMetadata()
          .withName("edge-1")
          .withUid("1")
          .withLabels(Map.of("lvs.dev/director", "true"))
          .endMetadata()
          .withNewStatus()
          .addNewAddress("192.0.2.241", "InternalIP")
          .endStatus()
          .build();

  @Test
  void aHeartbeatOfANodeIsNone() {
    assertThat(Differences.ofNode(saying("True", "1"), saying("True", "2"))).isFalse();
    assertThat(Differences.ofNode(saying("False", "1"), saying("Unknown", "2"))).isFalse();
  }

  /** Real servers may follow it. */
  @Test
  void readinessOfANodeIs() {
    assertThat(Differences.ofNode(NODE, saying("True", "1"))).isTrue();
    assertThat(Differences.ofNode(saying("True", "1"), saying("False", "1"))).isTrue();
    assertThat(Differences.ofNode(saying("True", "1"), saying("Unknown", "1"))).isTrue();
  }

  private static Node saying(String ready, String beat) {
    return new NodeBuilder(NODE)
        .editMetadata()
        .withResourceVersion(beat)
        .endMetadata()
        .editStatus()
        .addNewCondition()
        .withType("MemoryPressure")
        .withStatus(beat)
        .endCondition()
        .addNewCondition()
        .withType("Ready")
        .withStatus(ready)
        .withLastHeartbeatTime(beat)
        .endCondition()
        .endStatus()
        .build();
  }

  /** Directors with a Lease leave by it. */
  @Test
  void aCordonAndATaintThatTakesANodeOutOfServiceAre() {
    Node cordoned = new NodeBuilder(NODE).withNewSpec().withUnschedulable(true).endSpec().build();

    assertThat(Differences.ofNode(NODE, cordoned)).isTrue();
    assertThat(Differences.ofNode(cordoned, tainted("node.kubernetes.io/out-of-service"))).isTrue();
    assertThat(Differences.ofNode(NODE, tainted("dedicated"))).isFalse();
  }

  private static Node tainted(String key) {
    return new NodeBuilder(NODE)
        .withNewSpec()
        .addNewTaint()
        .withKey(key)
        .withEffect("NoExecute")
        .endTaint()
        .endSpec()
        .build();
  }

  @Test
  void labelsAndAddressesOfANodeAre() {
    Node relabelled =
        new NodeBuilder(NODE).editMetadata().withLabels(Map.of()).endMetadata().build();
    Node moved =
        new NodeBuilder(NODE)
            .editStatus()
            .addNewAddress("2001:db8::241", "InternalIP")
            .endStatus()
            .build();

    assertThat(Differences.ofNode(NODE, relabelled)).isTrue();
    assertThat(Differences.ofNode(NODE, moved)).isTrue();
  }

  @Test
  void aStatusIsNoneButSpecLabelsAndDeletionAre() {
    RealServer server = server(1, "web", null);

    assertThat(Differences.ofSpec(server, server(1, "web", null))).isFalse();
    assertThat(Differences.ofSpec(server, server(2, "web", null))).isTrue();
    assertThat(Differences.ofSpec(server, server(1, "api", null))).isTrue();
    assertThat(Differences.ofSpec(server, server(1, "web", "2026-01-01T00:00:00Z"))).isTrue();
  }

  private static RealServer server(long generation, String app, @Nullable String deleted) {
    RealServer server = new RealServer();
    server.setMetadata(
        new ObjectMetaBuilder()
            .withName("web-1")
            .withUid("1")
            .withGeneration(generation)
            .withLabels(Map.of("app", app))
            .withDeletionTimestamp(deleted)
            .build());
    return server;
  }
}
