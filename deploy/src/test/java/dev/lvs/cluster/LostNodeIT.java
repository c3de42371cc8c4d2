package dev.lvs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Statuses and clients' answers while a node is off, stands still, or is cut off. */
@ExtendWith(OnNodes.class)
class LostNodeIT {

  private static final String LOST = "node3";

  private final LabCluster cluster;
  private final GuideExample example;

  LostNodeIT(LabCluster cluster) {
    this.cluster = cluster;
    this.example = GuideExample.on(cluster);
  }

  @AfterEach
  void bringBack() {
    cluster.awaitNodes();
  }

  @Test
  void aNodeWithoutPowerIsToldAndServesAgainAfterItsBoot() {
    cluster.kill(LOST);

    awaitSilence();
    cluster.boot(LOST);
    awaitService();
  }

  @Test
  void aFrozenNodeIsToldAndServesAgainOnceItGoesOn() {
    cluster.freeze(LOST);

    awaitSilence();
    cluster.thaw(LOST);
    awaitService();
  }

  @Test
  void aNodeThatIsCutOffIsToldAndServesAgainOnceItIsHealed() {
    cluster.cut(LOST);

    awaitSilence();
    cluster.heal(LOST);
    awaitService();
  }

  @Test
  void aDeletionThatWaitsForALostNodeSaysSoAndEndsWithTheNode() {
    cluster.kill(LOST);

    cluster.kubectl().expect("-n", "shop", "delete", "virtualservice", "web", "--wait=false");
    soon()
        .untilAsserted(
            () -> assertThat(example.message("Ready")).contains("kubectl delete node " + LOST));
    cluster.kubectl().expect("delete", "node", LOST);
    cluster
        .kubectl()
        .expect("-n", "shop", "wait", "--for=delete", "virtualservice/web", "--timeout=60s");
    cluster.boot(LOST);
  }

  private void awaitSilence() {
    soon().untilAsserted(() -> assertThat(example.condition("Ready")).startsWith("Unknown"));
    // its Node is not ready before its agent is silent
    soon().untilAsserted(() -> assertThat(example.message("Programmed")).contains(LOST));
  }

  private void awaitService() {
    soon().untilAsserted(() -> assertThat(example.condition("Ready")).isEqualTo("True Ready"));
    soon()
        .untilAsserted(
            () -> assertThat(example.requests().ask(8)).containsOnlyKeys(GuideExample.SERVERS));
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofSeconds(2));
  }
}
