package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.api.v1alpha1.DirectorGroup;
import dev.lvs.api.v1alpha1.DirectorGroupStatus;
import dev.lvs.lab.apiserver.Cluster;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The director that has a group's VIPs by its Lease, as {@code kubectl get dg} and Events say. */
class HolderIT extends OperatorTest {
  private static final String NAMESPACE = "lvs-system";
  private static final String LEASE = "lvs-held-0";

  HolderIT(Cluster cluster) {
    super(cluster);
  }

  @BeforeEach
  void aGroupWithALease() {
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .serverSideApply();
    cluster.node("edge-1", "192.0.2.241", Map.of("lvs.dev/director", "true"));
    cluster.node("edge-2", "192.0.2.242", Map.of("lvs.dev/director", "true"));
    TestManifests.apply(
        client,
        namespace,
        TestManifests.ADMIN
            + """
            ---
            apiVersion: lvs.dev/v1alpha1
            kind: DirectorGroup
            metadata: {name: held}
            spec:
              nodeSelector: {matchLabels: {lvs.dev/director: "true"}}
              vipInterface: eth1
              announcement: {mode: lease}
            """);
  }

  @AfterEach
  void removeTheLease() {
    lease().delete();
    client.resources(DirectorGroup.class).withName("held").delete();
  }

  @Test
  void saysWhoHasTheVipsAndWhenTheyMoved() {
    soon().untilAsserted(() -> assertThat(condition("Held")).isEqualTo("Held=Unknown Pending"));

    write("edge-1/0a1b2c3d", 1);
    soon().untilAsserted(() -> assertThat(condition("Held")).isEqualTo("Held=True Held"));
    assertThat(cluster.kubectl().expect("get", "dg", "held"))
        .containsPattern("held +2 +lease +edge-1 ");
    assertThat(condition("Ready")).isEqualTo("Ready=True Ready");

    write("edge-2/0a1b2c3d", 2);
    soon()
        .untilAsserted(
            () ->
                assertThat(cluster.kubectl().expect("get", "dg", "held"))
                    .containsPattern("held +2 +lease +edge-2 "));
    soon()
        .untilAsserted(
            () ->
                assertThat(cluster.kubectl().expect("get", "events", "-A"))
                    .contains("edge-2 has the VIPs; edge-1 had them before."));

    write("free", 3);
    soon().untilAsserted(() -> assertThat(condition("Held")).isEqualTo("Held=False NobodyHolds"));
    assertThat(condition("Ready")).isEqualTo("Ready=False NobodyHolds");
  }

  private void write(String holder, int transitions) {
    client
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withName(LEASE)
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(holder)
                .withLeaseDurationSeconds(6)
                .withLeaseTransitions(transitions)
                .endSpec()
                .build())
        .serverSideApply();
  }

  private Resource<Lease> lease() {
    return client.leases().inNamespace(NAMESPACE).withName(LEASE);
  }

  private String condition(String type) {
    return Seen.condition(
        client.resources(DirectorGroup.class).withName("held"),
        DirectorGroupStatus::conditions,
        type);
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(30));
  }
}
