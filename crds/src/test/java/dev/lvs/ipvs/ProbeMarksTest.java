package dev.lvs.ipvs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.ReservedMarks;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProbeMarksTest {
  /** kube-proxy and flannel, the portmap plugin, Cilium, the VPC CNI of AWS. */
  private static final long OF_OTHERS = 0xc000 | 0x2000 | 0xf00 | 0x80;

  /** Calico, Weave, kube-router, Tailscale; Antrea. */
  private static final long ABOVE = 0x801f_0000L;

  @Test
  void eachIsReservedAndHasNoBitThatOthersLookAt() {
    assertThat(IntStream.range(0, ProbeMarks.COUNT).mapToLong(ProbeMarks::at))
        .allMatch(ReservedMarks::contains)
        .allMatch(ProbeMarks::contain)
        .allMatch(mark -> (mark & (OF_OTHERS | ABOVE)) == 0)
        .doesNotHaveDuplicates();
  }

  @Test
  void theOperatorGivesOutNoneOfThem() {
    assertThat(IntStream.range(0x1000, 0x1100)).noneMatch(mark -> ProbeMarks.contain(mark));
  }
}
