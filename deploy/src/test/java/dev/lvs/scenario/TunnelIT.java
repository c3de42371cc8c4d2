package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class TunnelIT {

  private static final List<String> REAL_SERVERS = List.of("rs-21", "rs-22");

  @AutoClose private final Scenario tun = new Scenario(Topology.tunnel(), "tun");

  @Test
  @Row({"tunnel-ipip", "vip-device-by-role", "real-server-of-tunnels-set-up", "guide-tun"})
  void reachesRealServersBehindARouter() {
    var answers = tun.client().get("10.1.210.58:80", 6);

    assertThat(answers).hasToString("rs-21=3 rs-22=3");
    assertThat(REAL_SERVERS).allSatisfy(server -> assertThat(tunnel(server)).startsWith("lvs"));
    assertThat(answers.localEnds()).containsExactly("10.1.210.58:80");
    assertThat(answers.clientsSeen()).containsExactly("10.1.210.100");
    assertThat(tun.director().witness())
        .containsExactly(
            "-A -t 10.1.210.58:80 -s wrr",
            "-a -t 10.1.210.58:80 -r 198.51.100.21:80 -i -w 1 --tun-type ipip",
            "-a -t 10.1.210.58:80 -r 198.51.100.22:80 -i -w 1 --tun-type ipip");
  }

  @Test
  @Row("tunnel-ipip")
  void directRoutingDoesNotReachThem() {
    tun.agents().stop();
    tun.director().run("ipvsadm", "-C");
    tun.director()
        .ipvsadm(
            """
            -A -t 10.1.210.58:80 -s rr
            -a -t 10.1.210.58:80 -r 198.51.100.21 -g
            """);

    assertThat(tun.client().get("10.1.210.58:80", 1)).hasToString("TIMEOUT");
  }

  @Test
  @Row("real-server-of-tunnels-set-up")
  void isRefusedWhenTheTunnelIsDown() {
    tun.agents().stop();
    REAL_SERVERS.forEach(
        server -> tun.host(server).ip("link set %s down".formatted(tunnel(server))));

    assertThat(tun.client().get("10.1.210.58:80", 1)).hasToString("REFUSED");
  }

  @Test
  @Row("real-server-of-tunnels-set-up")
  void strictReversePathFilteringOnTheTunnelDropsEverything() {
    tun.agents().stop();
    for (String server : REAL_SERVERS) {
      String filter = "net/ipv4/conf/%s/rp_filter".formatted(tunnel(server));
      assertThat(tun.host(server).sysctl(filter)).isIn("0", "2");
      tun.host(server).sysctl(filter, "1");
    }

    assertThat(tun.client().get("10.1.210.58:80", 1)).hasToString("TIMEOUT");
  }

  /** The tunnel device that holds the VIP. */
  private String tunnel(String server) {
    String line = tun.host(server).run("ip", "-o", "-4", "addr", "show", "to", "10.1.210.58/32");
    return line.split("\\s+", -1)[1];
  }
}
