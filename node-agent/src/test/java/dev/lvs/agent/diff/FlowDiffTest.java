package dev.lvs.agent.diff;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlowDiffTest {
  @Test
  void forgetsTheFlowsOfAUdpServerAfterItIsRemoved() {
    assertThat(
            StateTable.changes(
                """
                net/ipv4/vs/conntrack                | 1       | 1       | -
                -u 192.0.2.10:53                     | -s rr   | -s rr   | yes
                -u 192.0.2.10:53 -r 198.51.100.21:53 | -       | -m -w 1 | yes
                -u 192.0.2.10:53 -r 198.51.100.22:53 | -m -w 1 | -m -w 1 | yes\
                """))
        .containsExactly(
            "ipvsadm -d -u 192.0.2.10:53 -r 198.51.100.21:53",
            "conntrack -D -p udp --orig-dst 192.0.2.10 --orig-port-dst 53 --reply-src"
                + " 198.51.100.21 --reply-port-src 53");
  }

  @Test
  void forgetsNothingOfTcp() {
    assertThat(
            StateTable.changes(
                """
                net/ipv4/vs/conntrack                | 1       | 1       | -
                -t 192.0.2.10:80                     | -s rr   | -s rr   | yes
                -t 192.0.2.10:80 -r 198.51.100.21:80 | -       | -m -w 1 | yes\
                """))
        .containsExactly("ipvsadm -d -t 192.0.2.10:80 -r 198.51.100.21:80");
  }

  @Test
  void forgetsNothingWhereIpvsDoesNotTellConntrack() {
    assertThat(
            StateTable.changes(
                """
                net/ipv4/vs/conntrack                | 0       | 0       | -
                -u 192.0.2.10:53                     | -s rr   | -s rr   | yes
                -u 192.0.2.10:53 -r 198.51.100.21:53 | -       | -m -w 1 | yes\
                """))
        .containsExactly("ipvsadm -d -u 192.0.2.10:53 -r 198.51.100.21:53");
  }
}
