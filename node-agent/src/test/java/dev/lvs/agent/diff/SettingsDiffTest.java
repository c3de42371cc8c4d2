package dev.lvs.agent.diff;

import static dev.lvs.agent.diff.StateTable.changes;
import static dev.lvs.agent.diff.StateTable.diff;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.sysctl.SysctlChange.RestoreSysctl;
import dev.lvs.agent.kernel.timeout.TimeoutChange.RestoreTimeout;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.Timeout;
import dev.lvs.agent.model.Written;
import dev.lvs.agent.object.Foreign;
import dev.lvs.verdict.Row;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Changes of what a node has once: sysctls, timeouts and connection-sync daemons. */
class SettingsDiffTest {
  @Test
  @Row("cleanup-keeps-admins")
  void putsBackOnlyWhatStillHasTheValueThatWeGaveIt() {
    String ours = "net/ipv4/conf/eth0/arp_ignore";
    String theirs = "net/ipv4/conf/eth0/arp_announce";
    KernelState observed =
        new KernelState(Map.of(), Set.of(), Set.of(), Map.of(ours, "1", theirs, "1"))
            .with(Map.of(Timeout.TCP, 777, Timeout.UDP, 30), Map.of());
    Ownership owned =
        new Ownership(Map.of(), Set.of(), Set.of(), Map.of(ours, "0", theirs, "0"))
            .with(Map.of(Timeout.TCP, 900, Timeout.UDP, 300), Set.of())
            .with(
                new Written(
                    Map.of(ours, Set.of("1"), theirs, Set.of("2")),
                    Map.of(Timeout.TCP, Set.of(1000), Timeout.UDP, Set.of(30))));

    Diff diff = Diff.of(KernelState.EMPTY, observed, owned, Set.of());

    assertThat(diff.changes())
        .containsExactlyInAnyOrder(
            new RestoreTimeout(Timeout.UDP, 300), new RestoreSysctl(ours, "0"));
    assertThat(diff.foreign())
        .containsExactlyInAnyOrder(
            new Foreign.Setting(theirs, "1"), new Foreign.Lasting(Timeout.TCP, 777));
  }

  @Test
  void setsOnlyTheTimeoutsThatDiffer() {
    assertThat(
            changes(
                """
                timeout tcp     | 600 | 900 | -
                timeout tcp_fin | 120 | 120 | -
                timeout udp     | -   | 300 | -
                """))
        .containsExactly("ipvsadm --set 600 0 0");
  }

  @Test
  void putsBackATimeoutThatNobodyWantsAnyMore() {
    assertThat(
            changes(
                """
                timeout tcp     | 600 | 600 | was 900
                timeout tcp_fin | -   | 60  | was 120
                timeout udp     | -   | 40  | -
                """))
        .containsExactly("ipvsadm --set 0 120 0");
  }

  @Test
  void startsDaemonsBeforeTheVipIsReachableAndStopsThemAfterwards() {
    assertThat(
            changes(
                """
                192.0.2.10/32 dev eth0   | yes    | -      | -
                daemon master            | eth1 5 | -      | -
                net/ipv4/vs/sync_ports   | 2      | 1      | -
                """))
        .containsExactly(
            "sysctl -w net.ipv4.vs.sync_ports=2",
            "ipvsadm --start-daemon master --mcast-interface eth1 --syncid 5",
            "ip addr add 192.0.2.10/32 dev eth0");
    assertThat(
            changes(
                """
                192.0.2.10/32 dev eth0   | - | yes    | yes
                daemon backup            | - | eth1 5 | yes
                timeout udp              | - | 30     | was 300
                net/ipv4/vs/sync_ports   | - | 2      | was 1
                """))
        .containsExactly(
            "ip addr del 192.0.2.10/32 dev eth0",
            "ipvsadm --stop-daemon backup",
            "ipvsadm --set 0 0 300",
            "sysctl -w net.ipv4.vs.sync_ports=1");
  }

  @Test
  @Row("second-interface")
  void putsBackWhatInterfacesBeganWithThatCameSince() {
    assertThat(
            changes(
                """
                net/ipv4/conf/default/arp_ignore | 1 | 0 | -
                net/ipv4/conf/eth0/arp_ignore    | 1 | 0 | -
                net/ipv4/conf/eth1/arp_ignore    | 1 | 1 | -
                """))
        .as("what was so is remembered as well")
        .containsExactly(
            "sysctl -w net.ipv4.conf.eth1.arp_ignore=1",
            "sysctl -w net.ipv4.conf.default.arp_ignore=1",
            "sysctl -w net.ipv4.conf.eth0.arp_ignore=1");
    assertThat(
            changes(
                """
                net/ipv4/conf/default/arp_ignore | - | 1 | was 0
                net/ipv4/conf/eth0/arp_ignore    | - | 1 | was 0
                net/ipv4/conf/eth1/arp_ignore    | - | 1 | was 1
                net/ipv4/conf/eth2/arp_ignore    | - | 1 | -
                net/ipv4/conf/eth3/arp_ignore    | - | 2 | -
                net/ipv4/conf/eth2/arp_announce  | - | 1 | -
                """))
        .containsExactly(
            "sysctl -w net.ipv4.conf.eth2.arp_ignore=0",
            "sysctl -w net.ipv4.conf.default.arp_ignore=0",
            "sysctl -w net.ipv4.conf.eth0.arp_ignore=0");
  }

  @Test
  void startsADaemonAnewThatIsToBeOtherwise() {
    assertThat(
            changes(
                """
                daemon master | eth1 7 | eth1 5 | yes
                daemon backup | eth1 5 | eth1 5 | yes
                """))
        .containsExactly(
            "ipvsadm --stop-daemon master",
            "ipvsadm --start-daemon master --mcast-interface eth1 --syncid 7");
  }

  @Test
  void startsDaemonsAnewForASysctlThatTheyReadOnlyAtTheStart() {
    assertThat(
            changes(
                """
                daemon backup              | eth1 5 | eth1 5 | yes
                net/ipv4/vs/sync_ports     | 4      | 1      | -
                net/ipv4/vs/sync_threshold | 2 50   | 3 50   | -
                """))
        .as("stopped first: a daemon that cannot be stopped keeps the sysctl from being set")
        .containsExactly(
            "ipvsadm --stop-daemon backup",
            "sysctl -w net.ipv4.vs.sync_ports=4",
            "sysctl -w 'net.ipv4.vs.sync_threshold=2 50'",
            "ipvsadm --start-daemon backup --mcast-interface eth1 --syncid 5");
  }

  @Test
  void startsThemAnewWhereItIsPutBackToo() {
    assertThat(
            changes(
                """
                daemon backup          | eth1 5 | eth1 5 | yes
                net/ipv4/vs/sync_ports | -      | 4      | was 1
                """))
        .containsExactly(
            "ipvsadm --stop-daemon backup",
            "sysctl -w net.ipv4.vs.sync_ports=1",
            "ipvsadm --start-daemon backup --mcast-interface eth1 --syncid 5");
  }

  @Test
  void leavesADaemonThatSomebodyElseStarted() {
    Diff diff =
        diff(
            """
            daemon master | eth1 7 | eth1 5 | -
            daemon backup | eth1 5 | eth1 5 | -
            """);

    assertThat(diff.changes()).isEmpty();
    assertThat(diff.foreign())
        .extracting(Foreign::isInTheWay)
        .as("the backup is as it should be")
        .containsExactly(true, false);
    assertThat(diff.foreign().getFirst().message())
        .contains("runs as master on eth1", "ipvsadm --stop-daemon master");
  }

  @Test
  void doesNotStopADaemonThatIsNotOurs() {
    assertThat(changes("daemon master | - | eth1 5 | -\n")).isEmpty();
  }
}
