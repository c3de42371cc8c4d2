package dev.lvs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Removal in the order that deploy/kustomize/README.md says. */
@ExtendWith(OnNodes.class)
class UninstallIT {

  private final LabCluster cluster;
  private final GuideExample example;
  private final Map<String, String> found;

  UninstallIT(LabCluster cluster, Map<String, String> found) {
    this.cluster = cluster;
    this.found = found;
    this.example = GuideExample.on(cluster);
  }

  @Test
  void leavesEveryNodeAsItWasFound() {
    assertThat(NodeTraces.of(cluster, GuideExample.DIRECTOR))
        .contains(GuideExample.VIP)
        .isNotEqualTo(found.get(GuideExample.DIRECTOR));

    example.uninstall();

    for (String node : cluster.nodes()) {
      assertThat(NodeTraces.of(cluster, node)).as(node).isEqualTo(found.get(node));
    }
    assertThat(example.requests().ask(1)).containsOnlyKeys(Requests.NONE);
  }
}
