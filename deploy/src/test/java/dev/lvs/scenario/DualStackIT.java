package dev.lvs.scenario;

import static dev.lvs.lab.Topology.VIP;
import static dev.lvs.lab.Topology.VIP6;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class DualStackIT {

  private static final List<String> REAL_SERVERS = List.of("rs-52", "rs-53");

  @AutoClose
  private final Scenario dual = new Scenario(Topology.direct().dualStack(), "dual-stack");

  @Test
  @Row("services-ipv6")
  void eachVipHasTheRealServersOfItsFamily() {
    var six = dual.client().get("[2001:db8:210::58]:80", 6);
    var four = dual.client().get("10.1.210.58:80", 6);

    assertThat(six).hasToString("rs-52=3 rs-53=3");
    assertThat(six.localEnds()).containsExactly("[2001:db8:210::58]:80");
    assertThat(six.clientsSeen()).containsExactly("2001:db8:210::100");
    assertThat(four).hasToString("rs-52=3 rs-53=3");
    assertThat(dual.director().sysctl("net/ipv6/conf/all/forwarding")).isEqualTo("0");
    assertThat(dual.director().witness())
        .contains(
            "-A -t 10.1.210.58:80 -s wrr",
            "-a -t 10.1.210.58:80 -r 10.1.210.52:80 -g -w 1",
            "-a -t 10.1.210.58:80 -r 10.1.210.53:80 -g -w 1",
            "-A -t [2001:db8:210::58]:80 -s wrr",
            "-a -t [2001:db8:210::58]:80 -r [2001:db8:210::52]:80 -g -w 1",
            "-a -t [2001:db8:210::58]:80 -r [2001:db8:210::53]:80 -g -w 1");
  }

  @Test
  void realServersDropWhatIsNotTheirsWithoutTheVip() {
    dual.agents().stop();
    REAL_SERVERS.forEach(server -> dual.host(server).ip("addr del %s/128 dev lo".formatted(VIP6)));

    assertThat(dual.client().get("[2001:db8:210::58]:80", 1)).hasToString("TIMEOUT");
  }

  @Test
  void needsNoSettingToHideAnIpv6Vip() {
    for (int i = 0; i < 3; i++) {
      dual.host("client").ip("neigh flush all");
      dual.client().get("[2001:db8:210::58]:80", 1);

      assertThat(dual.lab().neighbour("client", VIP6)).contains("lvs-director");
    }
  }

  @Test
  @Row("vip-announced-by-ndp")
  void tellsTheNeighboursWhereAnIpv6VipIs() {
    // one that runs says it several times more
    dual.agents().stop();
    dual.client().get("[2001:db8:210::58]:80", 1);
    dual.host("client")
        .ip("neigh replace %s lladdr 02:00:0a:01:d2:34 dev e0 nud stale".formatted(VIP6));
    assertThat(dual.lab().neighbour("client", VIP6)).contains("rs-52");

    // one that starts says again what it holds
    dual.agents().start();

    await().until(() -> dual.lab().neighbour("client", VIP6).equals(Optional.of("lvs-director")));
  }

  @Test
  @Row("persistence-ipv6-networks")
  void keepsAnIpv6NetworkOnOneRealServerByItsPrefix() {
    List<String> clients = List.of("2001:db8:210::101", "2001:db8:210::102", "2001:db8:210::103");

    var together = dual.client().askFromEach(clients, "[2001:db8:210::58]:53");

    assertThat(together.areComplete()).isTrue();
    assertThat(together.counts()).hasSize(1);
    assertThat(dual.director().witness())
        .contains(
            "-A -u 10.1.210.58:53 -s rr -p 300 -M 255.255.255.0",
            "-A -u [2001:db8:210::58]:53 -s rr -p 300 -M 64");
  }

  @Test
  @Row("persistence-ipv6-networks")
  void withoutThePrefixEachAddressIsAClientOfItsOwn() {
    dual.edit("virtual-service.yaml", ", netmask: 255.255.255.0, netmaskV6: 64", "");
    List<String> clients = List.of("2001:db8:210::104", "2001:db8:210::105");

    assertThat(dual.client().askFromEach(clients, "[2001:db8:210::58]:53"))
        .hasToString("rs-52=1 rs-53=1");
  }

  @Test
  @Row("vip-added-and-removed")
  void leavesNothingBehind() {
    dual.agents().cleanUp();

    assertThat(dual.director().witness()).isEmpty();
    for (String machine : List.of("lvs-director", "rs-52", "rs-53")) {
      assertThat(dual.host(machine).run("ip", "-o", "addr")).doesNotContain(VIP + "/", VIP6 + "/");
    }
  }
}
