package dev.lvs.agent.diff;

import static dev.lvs.agent.diff.StateTable.changes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.address.VipChange;
import dev.lvs.agent.kernel.nft.TableChange;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.model.SourceAddresses.Local;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.object.Change;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.IpAddress;
import dev.lvs.verdict.Row;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Order of changes that NAT and FULLNAT need. */
class FullNatDiffTest {
  private static final Vip VIP = new Vip(IpAddress.parse("192.0.2.10"), "eth0");
  private static final Vip OLD = new Vip(IpAddress.parse("198.51.100.1"), "eth1");
  private static final Vip NEW = new Vip(IpAddress.parse("198.51.100.2"), "eth1");

  @Test
  void holdsLocalAddressesBeforeSourcesAreRewrittenToThem() {
    assertThat(diff(state(VIP, NEW), KernelState.EMPTY))
        .extracting(Change::getClass)
        .isEqualTo(
            List.of(
                VipChange.AddVip.class, TableChange.ReplaceTable.class, VipChange.AddVip.class));
    assertThat(diff(state(VIP, NEW), KernelState.EMPTY).getFirst())
        .isEqualTo(new VipChange.AddVip(NEW));
  }

  @Test
  void letsGoOfThemWhenTheyAreNotRewrittenToAnyMore() {
    assertThat(diff(KernelState.EMPTY, state(VIP, OLD)))
        .containsExactly(
            new VipChange.DeleteVip(VIP),
            new TableChange.DeleteTable(),
            new VipChange.DeleteVip(OLD));
    assertThat(diff(state(VIP, NEW), state(VIP, OLD)))
        .containsExactly(
            new VipChange.AddVip(NEW),
            new TableChange.ReplaceTable(state(VIP, NEW).rules()),
            new VipChange.DeleteVip(OLD));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-m", "-g", "-i"})
  @Row("udp-dr-removed")
  void hasFlowsOfUdpForgottenWhenTheirServerIsRemoved(String method) {
    assertThat(
            changes(
                """
                -u 192.0.2.10:53                     | -s rr   | -s rr   | yes
                -u 192.0.2.10:53 -r 198.51.100.21:53 | METHOD -w 1 | METHOD -w 1 | yes
                -u 192.0.2.10:53 -r 198.51.100.22:53 | -       | METHOD -w 1 | yes
                net/ipv4/vs/expire_nodest_conn       | -       | 0       | -
                """
                    .replace("METHOD", method)))
        .containsExactly(
            "sysctl -w net.ipv4.vs.expire_nodest_conn=1",
            "ipvsadm -d -u 192.0.2.10:53 -r 198.51.100.22:53",
            "sysctl -w net.ipv4.vs.expire_nodest_conn=0");
  }

  @Test
  void leavesConnectionsOfTcpAlone() {
    assertThat(
            changes(
                """
                -t 192.0.2.10:80                     | -s rr   | -s rr   | yes
                -t 192.0.2.10:80 -r 198.51.100.22:80 | -       | -m -w 1 | yes
                -u 192.0.2.10:53                     | -s rr   | -s rr   | yes
                net/ipv4/vs/expire_nodest_conn       | -       | 0       | -
                """))
        .containsExactly("ipvsadm -d -t 192.0.2.10:80 -r 198.51.100.22:80");
  }

  @Test
  void doesAsAGroupSays() {
    assertThat(
            changes(
                """
                -u 192.0.2.10:53                     | -s rr   | -s rr   | yes
                -u 192.0.2.10:53 -r 198.51.100.22:53 | -       | -m -w 1 | yes
                net/ipv4/vs/expire_nodest_conn       | 0       | 0       | -
                """))
        .containsExactly("ipvsadm -d -u 192.0.2.10:53 -r 198.51.100.22:53");
  }

  @Test
  void putsBackWhatADeathInTheMiddleLeftBehind() {
    assertThat(
            changes(
                """
                -u 192.0.2.10:53               | -s rr | -s rr | yes
                net/ipv4/vs/expire_nodest_conn | -     | 1     | was 0
                """))
        .containsExactly("sysctl -w net.ipv4.vs.expire_nodest_conn=0");
  }

  private static KernelState state(Vip vip, Vip local) {
    VipPorts http = new VipPorts(vip.address(), Protocol.TCP, 80, 80);
    return new KernelState(Map.of(), Set.of(), Set.of(vip, local), Map.of())
        .with(
            new PacketRules(
                Map.of(),
                Set.of(),
                Map.of(http, Local.of(List.of(local.address()), false)),
                Set.of()));
  }

  /** Returns the changes where all that is observed is ours. */
  private static List<Change> diff(KernelState desired, KernelState observed) {
    Ownership ours =
        new Ownership(Map.of(), Set.of(), observed.vips(), Map.of())
            .withTable(!observed.rules().isEmpty());
    return Diff.of(desired, observed, ours, Set.of()).changes();
  }
}
