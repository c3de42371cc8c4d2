package dev.lvs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.lab.apiserver.Checkout;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Statuses and clients' answers while a node is off, stands still, or is cut off. */
@ExtendWith(OnNodes.class)
class LostNodeIT {

  private static final String LOST = "node3";
  private static final String SPARE = "node2";
  private static final Path SPARE_GROUP =
      Checkout.path("deploy/src/test/resources/dev/lvs/cluster/spare-group.yaml");

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

  /** Another director would answer beside it, which knows nothing of the move and goes on. */
  @Test
  void aVipLeavesADirectorWithoutApiServerOnlyOnceThatHasLetItGo() {
    cluster.kubectl().expect("label", "node", SPARE, "lvs.dev/spare=true");
    cluster.kubectl().expect("create", "-f", SPARE_GROUP.toString());
    Neighbours neighbours = Neighbours.watch(cluster, GuideExample.VIP);
    cluster.run(
        GuideExample.DIRECTOR,
        "nft 'add table ip cut; add chain ip cut out { type filter hook output priority 0; };"
            + " add rule ip cut out ip daddr 10.1.210.1 drop;"
            + " add chain ip cut in { type filter hook input priority 0; };"
            + " add rule ip cut in ip saddr 10.1.210.1 drop'");

    serveBy("spare");

    soon()
        .untilAsserted(() -> assertThat(example.condition("Ready")).isEqualTo("False VipNotLetGo"));
    assertThat(example.message("Ready")).contains(GuideExample.DIRECTOR);
    // the spare director does not hide the VIP any more, which the other one does not know
    assertThat(example.requests().ask(8)).containsEntry(LOST, 4L);
    cluster.run(GuideExample.DIRECTOR, "nft delete table ip cut");
    soon().untilAsserted(() -> assertThat(example.condition("Ready")).isEqualTo("True Ready"));
    assertThat(example.requests().ask(8)).doesNotContainKey(Requests.NONE);
    assertThat(neighbours.seen())
        .as("stations that answered for the VIP, in their order")
        .containsExactly(
            Neighbours.address(cluster, GuideExample.DIRECTOR), Neighbours.address(cluster, SPARE));

    serveBy("default");
    soon().untilAsserted(() -> assertThat(example.condition("Ready")).isEqualTo("True Ready"));
    cluster.kubectl().expect("delete", "-f", SPARE_GROUP.toString());
    cluster.kubectl().expect("label", "node", SPARE, "lvs.dev/spare-");
  }

  private void serveBy(String group) {
    cluster
        .kubectl()
        .expect(
            "-n",
            "shop",
            "patch",
            "virtualservice",
            "web",
            "--type=merge",
            "-p",
            "{\"spec\":{\"directorGroup\":\"%s\"}}".formatted(group));
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
