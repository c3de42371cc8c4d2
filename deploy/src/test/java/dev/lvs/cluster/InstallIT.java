package dev.lvs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Installing as deploy/kustomize/README.md says it, to the first balanced request. */
@ExtendWith(OnNodes.class)
class InstallIT {

  private final LabCluster cluster;
  private final GuideExample example;

  InstallIT(LabCluster cluster) {
    this.cluster = cluster;
    this.example = GuideExample.on(cluster);
  }

  @Test
  void everyPodIsReadyAndNoneHadToStartTwice() {
    String pods =
        cluster
            .kubectl()
            .expect(
                "-n",
                "lvs-system",
                "get",
                "pod",
                "-o",
                "jsonpath={range .items[*].status.containerStatuses[*]}{.ready} {.restartCount}{\"\\n\"}{end}");

    assertThat(pods.lines()).hasSizeGreaterThan(cluster.nodes().size()).containsOnly("true 0");
  }

  @Test
  void bothRealServersAnswerAClientOutsideOfTheCluster() {
    assertThat(example.requests().ask(8)).containsOnly(entry("node2", 4), entry("node3", 4));
  }

  @Test
  void nobodyAnswersAtAnAddressThatNoVirtualServiceHas() {
    assertThat(new Requests(cluster, "10.1.210.57").ask(2)).containsOnly(entry(Requests.NONE, 2));
  }

  private static Map.Entry<String, Long> entry(String answer, long count) {
    return Map.entry(answer, count);
  }
}
