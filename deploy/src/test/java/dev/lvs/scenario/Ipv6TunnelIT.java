package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("kernel")
class Ipv6TunnelIT {

  private static final List<String> REAL_SERVERS = List.of("rs-21", "rs-22");

  @AutoClose private final Scenario tun = new Scenario(Topology.tunnel().dualStack(), "tun-ipv6");

  @Test
  @Row({"services-ipv6", "real-server-of-tunnels-set-up"})
  void wrapsIpv6InIpv6() {
    var answers = tun.client().get("[2001:db8:210::58]:80", 6);

    assertThat(answers).hasToString("rs-21=3 rs-22=3");
    assertThat(answers.localEnds()).containsExactly("[2001:db8:210::58]:80");
    assertThat(answers.clientsSeen()).containsExactly("2001:db8:210::100");
    assertThat(tun.director().witness())
        .contains(
            "-A -t [2001:db8:210::58]:80 -s rr",
            "-a -t [2001:db8:210::58]:80 -r [2001:db8:100::21]:80 -i -w 1 --tun-type ipip",
            "-a -t [2001:db8:210::58]:80 -r [2001:db8:100::22]:80 -i -w 1 --tun-type ipip");
  }

  @Test
  @Row({"families-mixed-by-tunnel", "real-server-of-tunnels-set-up"})
  void wrapsIpv4InIpv6() {
    assertThat(tun.client().get("10.1.210.58:80", 6)).hasToString("rs-21=3 rs-22=3");
    assertThat(tun.director().witness())
        .contains("-a -t 10.1.210.58:80 -r [2001:db8:100::21]:80 -i -w 1 --tun-type ipip");
  }

  @Test
  @Row({"families-mixed-by-tunnel", "real-server-of-tunnels-set-up"})
  void wrapsIpv6InIpv4() {
    assertThat(tun.client().get("[2001:db8:210::59]:80", 6)).hasToString("rs-21=3 rs-22=3");
    assertThat(tun.director().witness())
        .contains("-a -t [2001:db8:210::59]:80 -r 198.51.100.21:80 -i -w 1 --tun-type ipip");
  }

  @Test
  @Row({"services-udp", "families-mixed-by-tunnel"})
  void carriesDatagramsToo() {
    for (int i = 0; i < 2; i++) {
      tun.edit(
          "virtual-services.yaml", "ports: [{port: 80}]", "ports: [{port: 53, protocol: UDP}]");
    }

    assertThat(tun.client().ask("[2001:db8:210::58]:53", 4)).hasToString("rs-21=2 rs-22=2");
    assertThat(tun.client().ask("10.1.210.58:53", 4)).hasToString("rs-21=2 rs-22=2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: gue, port: 6080, checksum: none}",
        "{type: gue, port: 6080, checksum: csum}",
        "{type: gre, checksum: none}",
        "{type: gre, checksum: csum}"
      })
  @Row({"tunnel-gue", "tunnel-gre"})
  void wrapsBothFamiliesInBothByOtherTunnels(String tunnel) {
    for (int i = 0; i < 3; i++) {
      tun.edit(
          "virtual-services.yaml", "{method: TUN}", "{method: TUN, tunnel: %s}".formatted(tunnel));
    }

    assertThat(tun.client().get("[2001:db8:210::58]:80", 2)).hasToString("rs-21=1 rs-22=1");
    assertThat(tun.client().get("10.1.210.58:80", 2)).hasToString("rs-21=1 rs-22=1");
    assertThat(tun.client().get("[2001:db8:210::59]:80", 2)).hasToString("rs-21=1 rs-22=1");
  }

  @Test
  @Row("vip-device-by-role")
  void realServersDropWhatComesFromTheirOwnVip() {
    tun.agents().stop();
    // as anybody would add an address: then it is the source of the tunnel
    tun.director().ip("addr change 2001:db8:210::58/128 dev e0 preferred_lft forever");
    // the director remembers the way of each destination
    tun.director()
        .run("ipvsadm", "-d", "-t", "[2001:db8:210::58]:80", "-r", "[2001:db8:100::22]:80");
    tun.director()
        .run("ipvsadm", "-d", "-t", "[2001:db8:210::58]:80", "-r", "[2001:db8:100::21]:80");
    tun.director()
        .run("ipvsadm", "-a", "-t", "[2001:db8:210::58]:80", "-r", "[2001:db8:100::21]:80", "-i");

    assertThat(tun.client().get("[2001:db8:210::58]:80", 1)).hasToString("TIMEOUT");
  }

  @Test
  void nothingComesBackWhenTheTunnelIsDown() {
    tun.agents().stop();
    REAL_SERVERS.forEach(
        server -> {
          String line = tun.host(server).run("ip", "-o", "addr", "show", "to", "2001:db8:210::58");
          tun.host(server).ip("link set %s down".formatted(line.split("\\s+", -1)[1]));
        });

    assertThat(tun.client().get("[2001:db8:210::58]:80", 1)).hasToString("TIMEOUT");
  }

  @Test
  void leavesNothingBehind() {
    tun.agents().cleanUp();

    assertThat(tun.director().witness()).isEmpty();
    for (String server : REAL_SERVERS) {
      assertThat(tun.host(server).run("ip", "-o", "link")).doesNotContain("lvs");
    }
  }
}
