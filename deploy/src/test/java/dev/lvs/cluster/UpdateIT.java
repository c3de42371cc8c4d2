package dev.lvs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** New pods of the product under requests of clients. */
@ExtendWith(OnNodes.class)
class UpdateIT {
  private static final String AGENTS = "daemonset/lvs-node-agent";
  private static final int HELD = 20;

  private final LabCluster cluster;
  private final GuideExample example;

  UpdateIT(LabCluster cluster) {
    this.cluster = cluster;
    this.example = GuideExample.on(cluster);
  }

  @Test
  void nothingIsLostWhileEveryAgentIsReplacedAndRolledBack() {
    Map<String, Long> answers = new HashMap<>();

    Map<String, Long> held =
        example
            .requests()
            .holdDuring(
                HELD,
                () ->
                    answers.putAll(
                        example
                            .requests()
                            .askDuring(
                                () -> {
                                  replace(AGENTS, "restart");
                                  replace(AGENTS, "undo");
                                })));

    assertThat(held).containsOnly(entry("node2", HELD / 2L), entry("node3", HELD / 2L));
    assertThat(answers).containsOnlyKeys(GuideExample.SERVERS);
    assertThat(answers.values().stream().mapToLong(Long::longValue).sum()).isGreaterThan(20);
  }

  @Test
  void connectionsThatAreHeldDoBreak() {
    Map<String, Long> held =
        example
            .requests()
            .holdDuring(
                HELD,
                () -> {
                  cluster.kubectl().expect("-n", "shop", "delete", "pod", "--all");
                  example.awaitRollout("shop", "daemonset/web-server");
                });

    assertThat(held).containsOnly(entry(Requests.NONE, (long) HELD));
  }

  @Test
  void noRequestIsLostWhileTheOperatorIsReplaced() {
    Map<String, Long> answers =
        example.requests().askDuring(() -> replace("deployment/lvs-operator", "restart"));

    assertThat(answers).containsOnlyKeys(GuideExample.SERVERS);
  }

  private void replace(String workload, String verb) {
    cluster.kubectl().expect("-n", "lvs-system", "rollout", verb, workload);
    example.awaitRollout("lvs-system", workload);
  }
}
