package dev.lvs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** New pods of the product under requests of clients. */
@ExtendWith(OnNodes.class)
class UpdateIT {

  private final LabCluster cluster;
  private final GuideExample example;

  UpdateIT(LabCluster cluster) {
    this.cluster = cluster;
    this.example = GuideExample.on(cluster);
  }

  @Test
  void noRequestIsLostWhileEveryAgentIsReplaced() {
    Map<String, Long> answers =
        example.requests().askDuring(() -> replace("daemonset/lvs-node-agent"));

    assertThat(answers).containsOnlyKeys(GuideExample.SERVERS);
    assertThat(answers.values().stream().mapToLong(Long::longValue).sum()).isGreaterThan(20);
  }

  @Test
  void noRequestIsLostWhileTheOperatorIsReplaced() {
    Map<String, Long> answers =
        example.requests().askDuring(() -> replace("deployment/lvs-operator"));

    assertThat(answers).containsOnlyKeys(GuideExample.SERVERS);
  }

  private void replace(String workload) {
    cluster.kubectl().expect("-n", "lvs-system", "rollout", "restart", workload);
    example.awaitRollout("lvs-system", workload);
  }
}
