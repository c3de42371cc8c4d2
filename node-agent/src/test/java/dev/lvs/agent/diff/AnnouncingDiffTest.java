package dev.lvs.agent.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.object.Change;
import org.junit.jupiter.api.Test;

class AnnouncingDiffTest {
  private static final String STATE =
      """
      192.0.2.10/32 dev eth0 | yes | -   | -
      192.0.2.10/32 dev lo   | yes | -   | -
      192.0.2.11/32 dev eth0 | yes | yes | yes\
      """;

  @Test
  void tellsNeighboursOfAVipRightAfterItIsAdded() {
    assertThat(StateTable.diff(STATE).announcing(vip -> vip.device().equals("eth0")).changes())
        .extracting(Change::adminLine)
        .containsExactly(
            "ip addr add 192.0.2.10/32 dev eth0",
            "arping -U -c 1 -I eth0 192.0.2.10",
            "ip addr add 192.0.2.10/32 dev lo");
  }

  @Test
  void tellsNobodyWhereNobodyListens() {
    assertThat(StateTable.diff(STATE).announcing(_ -> false).changes()).hasSize(2);
  }
}
