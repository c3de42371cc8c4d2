package dev.lvs.agent.diff;

import static dev.lvs.agent.diff.StateTable.changes;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiffTest {
  @Test
  void makesReadyBeforeItMakesReachable() {
    assertThat(
            changes(
                """
                192.0.2.10/32 dev eth0               | yes     | - | -
                -t 192.0.2.10:80                     | -s wrr  | - | -
                -t 192.0.2.10:80 -r 198.51.100.21:80 | -m -w 1 | - | -
                net/ipv4/ip_forward                  | 1       | 0 | -
                """))
        .containsExactly(
            "sysctl -w net.ipv4.ip_forward=1",
            "ipvsadm -A -t 192.0.2.10:80 -s wrr",
            "ipvsadm -a -t 192.0.2.10:80 -r 198.51.100.21:80 -m -w 1",
            "ip addr add 192.0.2.10/32 dev eth0");
  }

  @Test
  void takesAwayInReverse() {
    assertThat(
            changes(
                """
                192.0.2.10/32 dev eth0               | - | yes     | yes
                -t 192.0.2.10:80                     | - | -s wrr  | yes
                -t 192.0.2.10:80 -r 198.51.100.21:80 | - | -m -w 1 | yes
                net/ipv4/ip_forward                  | - | 1       | was 0
                """))
        .containsExactly(
            "ip addr del 192.0.2.10/32 dev eth0",
            "ipvsadm -D -t 192.0.2.10:80",
            "sysctl -w net.ipv4.ip_forward=0");
  }

  @Test
  void doesNothingWhenAllIsAsItShouldBe() {
    Diff diff =
        StateTable.diff(
            """
            192.0.2.10/32 dev eth0               | yes     | yes     | yes
            -t 192.0.2.10:80                     | -s wrr  | -s wrr  | yes
            -t 192.0.2.10:80 -r 198.51.100.21:80 | -m -w 1 | -m -w 1 | yes
            lvsi-c6336415 198.51.100.21          | yes     | yes     | yes
            net/ipv4/ip_forward                  | 1       | 1       | was 0
            """);

    assertThat(diff.isEmpty()).isTrue();
    assertThat(diff.foreign()).isEmpty();
  }

  @Test
  void keepsConnectionsWhenOnlyTheWeightChanges() {
    assertThat(
            changes(
                """
                -t 192.0.2.10:80                     | -s wrr  | -s wrr  | yes
                -t 192.0.2.10:80 -r 198.51.100.21:80 | -g -w 3 | -g -w 1 | yes
                """))
        .containsExactly("ipvsadm -e -t 192.0.2.10:80 -r 198.51.100.21:80 -g -w 3");
  }

  @Test
  void keepsConnectionsWhenTheSchedulerChanges() {
    assertThat(
            changes(
                """
                -t 192.0.2.10:80                     | -s sh -p 60 | -s wrr  | yes
                -t 192.0.2.10:80 -r 198.51.100.21:80 | -g -w 1     | -g -w 1 | yes
                """))
        .containsExactly("ipvsadm -E -t 192.0.2.10:80 -s sh -p 60");
  }

  @Test
  void addsTheNewRealServerBeforeItDeletesTheOld() {
    assertThat(
            changes(
                """
                -t 192.0.2.10:80                     | -s wrr  | -s wrr  | yes
                -t 192.0.2.10:80 -r 198.51.100.21:80 | -       | -g -w 1 | yes
                -t 192.0.2.10:80 -r 198.51.100.22:80 | -g -w 1 | -       | -
                """))
        .containsExactly(
            "ipvsadm -a -t 192.0.2.10:80 -r 198.51.100.22:80 -g -w 1",
            "ipvsadm -d -t 192.0.2.10:80 -r 198.51.100.21:80");
  }

  @Test
  void movesAVipWithoutAMomentInWhichNobodyHasIt() {
    assertThat(
            changes(
                """
                192.0.2.10/32 dev eth0 | -   | yes | yes
                192.0.2.10/32 dev eth1 | yes | -   | -
                """))
        .containsExactly(
            "ip addr add 192.0.2.10/32 dev eth1", "ip addr del 192.0.2.10/32 dev eth0");
  }

  @Test
  void hidesAVipBeforeItHoldsIt() {
    assertThat(
            changes(
                """
                192.0.2.10/32 dev lo            | yes | - | -
                net/ipv4/conf/eth0/arp_announce | 2   | 0 | -
                net/ipv4/conf/eth0/arp_ignore   | 1   | 0 | -
                """))
        .containsExactly(
            "sysctl -w net.ipv4.conf.eth0.arp_announce=2",
            "sysctl -w net.ipv4.conf.eth0.arp_ignore=1",
            "ip addr add 192.0.2.10/32 dev lo");
  }

  @Test
  void hidesAVipAsLongAsItHoldsIt() {
    assertThat(
            changes(
                """
                192.0.2.10/32 dev lo            | - | yes | yes
                net/ipv4/conf/eth0/arp_announce | - | 2   | was 0
                net/ipv4/conf/eth0/arp_ignore   | - | 1   | was 0
                """))
        .containsExactly(
            "ip addr del 192.0.2.10/32 dev lo",
            "sysctl -w net.ipv4.conf.eth0.arp_announce=0",
            "sysctl -w net.ipv4.conf.eth0.arp_ignore=0");
  }

  @Test
  void setsTheSysctlsOfATunnelDeviceWhenItIsThere() {
    assertThat(
            changes(
                """
                192.0.2.10/32 dev lvsi-c6336415        | yes | - | -
                lvsi-c6336415 198.51.100.21            | yes | - | -
                net/ipv4/conf/eth0/arp_ignore          | 1   | 0 | -
                net/ipv4/conf/lvsi-c6336415/rp_filter  | 2   | - | -
                """))
        .containsExactly(
            "sysctl -w net.ipv4.conf.eth0.arp_ignore=1",
            "ip link add lvsi-c6336415 up type ipip local 198.51.100.21 remote any",
            "sysctl -w net.ipv4.conf.lvsi-c6336415.rp_filter=2",
            "ip addr add 192.0.2.10/32 dev lvsi-c6336415");
  }

  @Test
  void replacesATunnelDeviceBesideWhichTheKernelHasNoRoom() {
    assertThat(
            StateTable.changes(
                """
                lvsgc-c6336415 198.51.100.21                | yes | -   | -
                lvsg-c6336415 198.51.100.21                 | -   | yes | yes
                192.0.2.10/32 dev lvsgc-c6336415            | yes | -   | -
                192.0.2.10/32 dev lvsg-c6336415             | -   | yes | yes
                net/ipv4/conf/lvsgc-c6336415/rp_filter      | 2   | -   | -
                net/ipv4/conf/lvsg-c6336415/rp_filter       | -   | 2   | was 0\
                """))
        .containsExactly(
            "ip addr del 192.0.2.10/32 dev lvsg-c6336415",
            "ip link del lvsg-c6336415",
            "ip link add lvsgc-c6336415 up type gre local 198.51.100.21 remote any icsum",
            "sysctl -w net.ipv4.conf.lvsgc-c6336415.rp_filter=2",
            "ip addr add 192.0.2.10/32 dev lvsgc-c6336415");
  }

  @Test
  void letsTheSysctlsOfATunnelDeviceGoWithIt() {
    assertThat(
            changes(
                """
                192.0.2.10/32 dev lvsi-c6336415       | - | yes | yes
                lvsi-c6336415 198.51.100.21           | - | yes | yes
                net/ipv4/conf/eth0/arp_ignore         | - | 1   | was 0
                net/ipv4/conf/lvsi-c6336415/rp_filter | - | 2   | was 0
                """))
        .containsExactly(
            "ip addr del 192.0.2.10/32 dev lvsi-c6336415",
            "sysctl -w net.ipv4.conf.eth0.arp_ignore=0",
            "ip link del lvsi-c6336415");
  }

  @Test
  void putsBackOnlySysctlsThatAreDifferentAndThere() {
    assertThat(
            changes(
                """
                net/ipv4/conf/eth0/arp_ignore | - | 0 | was 0
                net/ipv4/conf/eth1/arp_ignore | - | - | was 0
                net/ipv4/conf/eth2/arp_ignore | - | 1 | -
                """))
        .isEmpty();
  }

  @Test
  void fillsANewMaglevServiceWithOneBuildOfItsTable() {
    assertThat(
            changes(
                """
                192.0.2.10/32 dev eth0               | yes            | - | -
                -t 192.0.2.10:80                     | -s mh -b mh-port | - | -
                -t 192.0.2.10:80 -r 198.51.100.21:80 | -g -w 1        | - | -
                -t 192.0.2.10:80 -r 198.51.100.22:80 | -g -w 1        | - | -
                """))
        .containsExactly(
            "ipvsadm -A -t 192.0.2.10:80 -s none -b flag-2",
            "ipvsadm -a -t 192.0.2.10:80 -r 198.51.100.21:80 -g -w 1",
            "ipvsadm -a -t 192.0.2.10:80 -r 198.51.100.22:80 -g -w 1",
            "ipvsadm -E -t 192.0.2.10:80 -s mh -b mh-port",
            "ip addr add 192.0.2.10/32 dev eth0");
  }

  @Test
  void makesAMaglevServiceOfAnotherAfterItsDestinationsAreThere() {
    assertThat(
            changes(
                """
                -t 192.0.2.10:80                     | -s mh   | -s rr | yes
                -t 192.0.2.10:80 -r 198.51.100.21:80 | -g -w 1 | -     | -
                """))
        .containsExactly(
            "ipvsadm -a -t 192.0.2.10:80 -r 198.51.100.21:80 -g -w 1",
            "ipvsadm -E -t 192.0.2.10:80 -s mh");
  }

  @Test
  void finishesAMaglevServiceThatAnEarlierRoundBegan() {
    assertThat(
            changes(
                """
                -t 192.0.2.10:80                     | -s mh   | -s none | yes
                -t 192.0.2.10:80 -r 198.51.100.21:80 | -g -w 1 | -g -w 1 | yes
                -t 192.0.2.10:80 -r 198.51.100.22:80 | -g -w 1 | -       | -
                """))
        .containsExactly(
            "ipvsadm -a -t 192.0.2.10:80 -r 198.51.100.22:80 -g -w 1",
            "ipvsadm -E -t 192.0.2.10:80 -s mh");
  }

  @Test
  void neverTakesTheSchedulerFromAMaglevServiceThatServes() {
    assertThat(
            changes(
                """
                -t 192.0.2.10:80                     | -s mh   | -s mh   | yes
                -t 192.0.2.10:80 -r 198.51.100.21:80 | -g -w 2 | -g -w 1 | yes
                -t 192.0.2.10:80 -r 198.51.100.22:80 | -       | -g -w 1 | yes
                -t 192.0.2.10:80 -r 198.51.100.23:80 | -g -w 1 | -       | -
                """))
        .containsExactly(
            "ipvsadm -e -t 192.0.2.10:80 -r 198.51.100.21:80 -g -w 2",
            "ipvsadm -a -t 192.0.2.10:80 -r 198.51.100.23:80 -g -w 1",
            "ipvsadm -d -t 192.0.2.10:80 -r 198.51.100.22:80");
  }

  @Test
  void putsBackWhatSomebodyTookAway() {
    assertThat(
            changes(
                """
                192.0.2.10/32 dev eth0               | yes     | -      | yes
                -t 192.0.2.10:80                     | -s wrr  | -s wrr | yes
                -t 192.0.2.10:80 -r 198.51.100.21:80 | -g -w 1 | -      | yes
                """))
        .containsExactly(
            "ipvsadm -a -t 192.0.2.10:80 -r 198.51.100.21:80 -g -w 1",
            "ip addr add 192.0.2.10/32 dev eth0");
  }

  @Test
  void putsBackTheMethodWhereSomebodyMadeARealServerLocal() {
    assertThat(
            changes(
                """
                -t 192.0.2.10:80                     | -s wrr  | -s wrr       | yes
                -t 192.0.2.10:80 -r 192.0.2.1:80     | -g -w 1 | --local -w 1 | yes
                -t 192.0.2.10:80 -r 192.0.2.2:80     | -g -w 1 | -g -w 1      | yes
                """))
        .containsExactly("ipvsadm -e -t 192.0.2.10:80 -r 192.0.2.1:80 -g -w 1");
  }
}
