package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.Host;
import dev.lvs.lab.Machine;
import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * MSS through tunnels: clients send segments that fit, also where ICMP errors about larger ones are
 * lost.
 */
@Tag("kernel")
class SegmentSizeIT {
  private static final List<String> REAL_SERVERS = List.of("rs-21", "rs-22");
  private static final String HTTP = "10.1.210.58:80";
  private static final String HTTP6 = "[2001:db8:210::58]:80";
  private static final String HTTP6_IN_IPV4 = "[2001:db8:210::59]:80";
  private static final String TUN = "{method: TUN, tunnel: {type: ipip}}";
  private static final int UPLOAD = 100_000;

  /** The MTU of 1500, less the outer header, the encapsulation, the inner header and TCP's 20. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # tunnel,                         IPv6 in IPv6, IPv4 in IPv6, IPv6 in IPv4
          {},                                       1400,         1420,         1420
          '{type: gue, port: 6080}',                1388,         1408,         1408
          '{type: gue, port: 6080, checksum: csum}',1388,         1408,         1408
          '{type: gre}',                            1396,         1416,         1416
          '{type: gre, checksum: csum}',            1392,         1412,         1412
          """)
  @Row("tunnel-mss-clamped")
  void realServersAnnounceWhatFitsTheTunnel(
      String tunnel, int sixInSix, int fourInSix, int sixInFour) {
    try (Scenario tun =
        new Scenario(
            Topology.tunnel().dualStack(),
            "tun-ipv6",
            all -> {
              for (int i = 0; i < 3; i++) {
                all.replace(
                    "virtual-services.yaml",
                    "{method: TUN}",
                    "{method: TUN, tunnel: %s}".formatted(tunnel));
              }
              return all;
            })) {
      assertThat(announced(tun, HTTP6)).isEqualTo(sixInSix);
      assertThat(announced(tun, HTTP)).isEqualTo(fourInSix);
      assertThat(announced(tun, HTTP6_IN_IPV4)).isEqualTo(sixInFour);
      for (String vip : List.of(HTTP6, HTTP, HTTP6_IN_IPV4)) {
        isABlackHole(tun);
        assertThat(tun.client().upload(vip, UPLOAD).word()).isIn(REAL_SERVERS);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"tun, 1440", "tun-gue, 1428", "tun-gre, 1432"})
  @Row("tunnel-mss-clamped")
  void uploadsPassWhereIcmpIsLost(String example, int size) {
    try (Scenario tun = new Scenario(Topology.tunnel(), example)) {
      isABlackHole(tun);

      assertThat(announced(tun, HTTP)).isEqualTo(size);
      assertThat(tun.client().upload(HTTP, UPLOAD).word()).isIn(REAL_SERVERS);

      tun.agents().stop();
      REAL_SERVERS.forEach(server -> tun.host(server).run("nft", "delete table inet lvs-operator"));

      assertThat(announced(tun, HTTP)).isEqualTo(1460);
      assertThat(tun.client().upload(HTTP, UPLOAD).word()).isEqualTo("TIMEOUT");
      assertThat(tun.client().upload(HTTP, 1000).word())
          .as("what is short passes")
          .isIn(REAL_SERVERS);
      tun.director().run("nft", "delete table inet hole");
      assertThat(tun.client().upload(HTTP, UPLOAD).word())
          .as("the client hears of it")
          .isIn(REAL_SERVERS);
    }
  }

  @Test
  @Row("tunnel-mss-clamped")
  void followsTheInterfaceAndTheTunnelAndNeverRaisesAnything() {
    try (Scenario tun = new Scenario(Topology.tunnel(), "tun")) {
      REAL_SERVERS.forEach(server -> tun.host(server).ip("link set e0 mtu 1400"));
      tun.edit("virtual-service.yaml", "tunnel: {type: ipip}", "tunnel: {type: gre}");
      assertThat(announced(tun, HTTP)).isEqualTo(1336);

      // as an administrator may have it
      REAL_SERVERS.forEach(
          server ->
              tun.host(server).ip("route change default via 198.51.100.1 dev e0 advmss 1000"));
      assertThat(announced(tun, HTTP)).isEqualTo(1000);
    }
  }

  @Test
  @Row("tunnel-mss-clamped")
  void answersOfPodsBehindTheNodeAreLimitedToo() {
    Topology topology =
        Topology.of(
                Topology.tunnel().machines().stream()
                    .map(
                        machine ->
                            machine.name().equals("rs-21")
                                ? Machine.named("rs-21", "198.51.100.21", "192.0.2.1")
                                    .via("198.51.100.1")
                                    .forwarding()
                                : machine)
                    .toArray(Machine[]::new))
            .with(Stream.of(Machine.named("pod", "192.0.2.21").via("192.0.2.1").serving(8080)));
    try (Scenario tun = new Scenario(topology, "tun")) {
      tun.agents().stop();
      tun.director().run("ipvsadm", "-d", "-t", HTTP, "-r", "198.51.100.22:80");

      tun.host("rs-21")
          .ipvsadm(
              """
              -A -t 10.1.210.58:80 -s rr
              -a -t 10.1.210.58:80 -r 192.0.2.21:8080 -m
              """);
      assertThat(tun.client().get(HTTP, 1)).hasToString("pod=1");
      assertThat(announced(tun, HTTP)).as("by IPVS on the node").isEqualTo(1440);

      tun.host("rs-21").run("ipvsadm", "-C");
      tun.host("rs-21")
          .run(
              "nft",
              "add table ip own; add chain ip own in { type nat hook prerouting priority -100; };"
                  + " add rule ip own in tcp dport 80 dnat to 192.0.2.21:8080");
      assertThat(tun.client().get(HTTP, 1)).hasToString("pod=1");
      assertThat(announced(tun, HTTP)).as("by a DNAT rule, as kube-proxy has").isEqualTo(1440);
    }
  }

  @Test
  @Row("tunnel-mss-clamped")
  void onlyTheVipOfATunnelIsLimitedAndNothingIsLeftBehind() {
    try (Scenario tun = new Scenario(Topology.tunnel(), "tun")) {
      assertThat(announced(tun, "198.51.100.21:80")).isEqualTo(1460);

      tun.edit("virtual-service.yaml", TUN, "{method: NAT}");
      for (String server : REAL_SERVERS) {
        assertThat(tun.host(server).run("nft", "list", "tables")).isBlank();
      }

      tun.edit("virtual-service.yaml", "{method: NAT}", TUN);
      assertThat(tun.host("rs-21").run("nft", "list", "tables")).contains("lvs-operator");
      tun.agents().cleanUp();
      for (String server : REAL_SERVERS) {
        assertThat(tun.host(server).run("nft", "list", "tables")).isBlank();
      }
    }
  }

  /** The MSS in the SYN-ACK, as an nftables set of the client's saw it. */
  private static int announced(Scenario scenario, String target) {
    Host client = scenario.host(Topology.CLIENT);
    client.run(
        "nft",
        """
        add table inet witness; delete table inet witness
        table inet witness {
          set seen { typeof tcp option maxseg size; flags dynamic; size 16; }
          chain in {
            type filter hook input priority 0
            tcp flags & (syn | ack) == syn | ack add @seen { tcp option maxseg size }
          }
        }
        """);
    scenario.client().get(target, 1);
    List<String> seen =
        Pattern.compile("elements = \\{ (\\d+) \\}")
            .matcher(client.run("nft", "list", "set", "inet", "witness", "seen"))
            .results()
            .map(MatchResult::group)
            .toList();
    assertThat(seen).hasSize(1);
    return Integer.parseInt(seen.getFirst().replaceAll("\\D", ""));
  }

  /** Has the director say nothing of packets that are too long, as firewalls do. */
  private static void isABlackHole(Scenario scenario) {
    scenario
        .director()
        .run(
            "nft",
            """
            add table inet hole; delete table inet hole
            table inet hole {
              chain out {
                type filter hook output priority 0
                icmp type destination-unreachable icmp code frag-needed drop
                icmpv6 type packet-too-big drop
              }
            }
            """);
  }
}
