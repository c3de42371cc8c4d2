package dev.lvs.scenario;

import static dev.lvs.lab.Topology.VIP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class DirectRoutingIT {
  private static final Pattern MAC = Pattern.compile("\\[([0-9A-F:]{17})]");

  private static final List<String> REAL_SERVERS = List.of("rs-52", "rs-53");

  @AutoClose private final Scenario dr = new Scenario(Topology.direct(), "dr");

  @Test
  @Row({"method-dr", "guide-dr", "guide-scripts"})
  void answersGoStraightFromTheRealServersToTheClient() {
    var answers = dr.client().get("10.1.210.58:80", 6);

    assertThat(answers).hasToString("rs-52=3 rs-53=3");
    assertThat(answers.localEnds()).containsExactly("10.1.210.58:80");
    assertThat(answers.clientsSeen()).containsExactly("10.1.210.100");
    assertThat(dr.director().sysctl("net/ipv4/ip_forward")).isEqualTo("0");
    assertThat(dr.director().witness())
        .containsExactly(
            "-A -t 10.1.210.58:80 -s wrr",
            "-a -t 10.1.210.58:80 -r 10.1.210.52:80 -g -w 1",
            "-a -t 10.1.210.58:80 -r 10.1.210.53:80 -g -w 1");
  }

  @Test
  @Row("real-server-set-up")
  void realServersDropWhatIsNotTheirsWithoutTheVip() {
    dr.agents().stop();
    REAL_SERVERS.forEach(
        server -> dr.host(server).ip("addr del %s/32 dev %s".formatted(VIP, deviceOfVip(server))));

    assertThat(dr.client().get("10.1.210.58:80", 1)).hasToString("TIMEOUT");
  }

  @Test
  @Row({"arp-hidden-on-real-servers", "guide-scripts", "guide-scripts-faults-avoided"})
  void theVipStaysTheDirectorsHoweverOftenTheClientAsks() {
    for (int i = 0; i < 3; i++) {
      assertThat(whoAnswersForTheVip()).isEqualTo("lvs-director");
    }
    REAL_SERVERS.forEach(
        server -> {
          assertThat(dr.host(server).sysctl("net/ipv4/conf/all/arp_ignore")).isEqualTo("0");
          assertThat(dr.host(server).sysctl("net/ipv4/conf/all/arp_announce")).isEqualTo("0");
        });
  }

  @Test
  @Row("arp-hidden-on-real-servers")
  void theVipFlipsToARealServerThatAnswersForIt() {
    assertThat(answering()).containsExactly("lvs-director");
    REAL_SERVERS.forEach(server -> dr.host(server).sysctl("net/ipv4/conf/e0/arp_ignore", "0"));

    // whose answer comes first, and is taken, is chance
    assertThat(answering()).containsExactlyInAnyOrder("lvs-director", "rs-52", "rs-53");
  }

  @Test
  @Row("arp-hidden-on-real-servers")
  void theVipFlipsToARealServerThatAsksInItsName() {
    // else the client keeps what it heard within the last second (arp_process, net/ipv4/arp.c)
    dr.host("client").sysctl("net/ipv4/neigh/e0/locktime", "0");
    assertThat(whoAnswersForTheVip()).isEqualTo("lvs-director");
    REAL_SERVERS.forEach(server -> dr.host(server).sysctl("net/ipv4/conf/e0/arp_announce", "0"));

    // a client that nobody has answered for seconds asks everybody again, and the director answers
    await()
        .until(
            () -> {
              REAL_SERVERS.forEach(server -> dr.host(server).ip("neigh flush all"));
              dr.client().get("10.1.210.58:80", 4);
              return dr.lab().neighbour("client", VIP).filter(REAL_SERVERS::contains).isPresent();
            });
  }

  @Test
  @Row({"vip-added-and-removed", "vip-device-by-role"})
  void theVipStandsWhereItIsAskedForAndHidesOnTheRealServers() {
    assertThat(deviceOfVip("lvs-director")).isEqualTo("e0");
    REAL_SERVERS.forEach(server -> assertThat(deviceOfVip(server)).isEqualTo("lo"));

    dr.agents().manifests().delete("virtual-service.yaml");
    dr.agents().settle();

    for (String node : List.of("lvs-director", "rs-52", "rs-53")) {
      assertThat(dr.host(node).run("ip", "-o", "-4", "addr")).doesNotContain(VIP + "/");
    }
  }

  @Test
  @Row("vip-announced-by-arp")
  void tellsTheNeighboursWhereTheVipIs() {
    dr.agents().stop();
    dr.client().get("10.1.210.58:80", 1);
    dr.host("client")
        .ip("neigh replace %s lladdr 02:00:0a:01:d2:34 dev e0 nud stale".formatted(VIP));
    assertThat(dr.lab().neighbour("client", VIP)).contains("rs-52");

    // an agent that starts says again what it holds
    dr.agents().start();

    await().until(() -> dr.lab().neighbour("client", VIP).equals(Optional.of("lvs-director")));
  }

  @Test
  void followsTheWeightsAndTheRealServersOfTheManifests() {
    dr.edit("real-servers.yaml", "weight: 1", "weight: 3");

    assertThat(dr.client().get("10.1.210.58:80", 8)).hasToString("rs-52=6 rs-53=2");

    dr.remove("real-servers.yaml", "web-2");

    assertThat(dr.client().get("10.1.210.58:80", 4)).hasToString("rs-52=4");
  }

  private String whoAnswersForTheVip() {
    dr.host("client").ip("neigh flush all");
    dr.client().get("10.1.210.58:80", 1);
    return dr.lab().neighbour("client", VIP).orElse("nobody");
  }

  /** Every machine that answers when the client asks for the VIP. */
  private Set<String> answering() {
    String said =
        dr.host("client").run("sh", "-c", "arping -b -c 3 -w 5 -I e0 %s; true".formatted(VIP));
    return MAC.matcher(said)
        .results()
        .map(
            (MatchResult one) ->
                dr.lab().owner(one.group(1).toLowerCase(Locale.ROOT)).orElseThrow())
        .collect(Collectors.toSet());
  }

  private String deviceOfVip(String server) {
    String line = dr.host(server).run("ip", "-o", "-4", "addr", "show", "to", VIP + "/32");
    return line.split("\\s+", -1)[1];
  }
}
