package dev.lvs.scenario;

import static dev.lvs.scenario.ProbedScenario.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import dev.lvs.agent.situation.Holding;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Host;
import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Probes that go the way of clients' packets, on real servers whose application works all the time:
 * a probe that asks their own addresses finds nothing wrong, which is the control of each test.
 */
@Tag("kernel")
class ForwardedProbesIT {
  private static final String ACCEPT_LOCAL = "net/ipv4/conf/e0/accept_local";
  private static final String ARP_IGNORE = "net/ipv4/conf/e0/arp_ignore";
  private static final Pattern MARKED = Pattern.compile("-A -f (\\d+) ");

  @SuppressWarnings("NullAway.Init") // by start, in every test
  private ProbedScenario probed;

  @SuppressWarnings("NullAway.Init") // by start, in every test
  private Scenario lvs;

  @AfterEach
  void close() {
    probed.close();
  }

  @Test
  @Row("probe-by-dr")
  void findsARealServerOfDrThatLacksTheVip() {
    start(Topology.direct().dualStack(), "dual-stack", "wrr");
    probed.staysUp("10.1.210.52:80 -g", "[2001:db8:210::52]:80 -g");

    probed.takeVip("rs-52", "10.1.210.58/32");
    probed.awaitTable("-r 10.1.210.52:80 -g -w 0");
    probed.staysUp("10.1.210.53:80 -g", "[2001:db8:210::52]:80 -g", "[2001:db8:210::53]:80 -g");
    assertThat(probed.told())
        .singleElement(STRING)
        .startsWith("10.1.210.52:80 fails its health check: ")
        .contains("no answer from 10.1.210.52 through VIP 10.1.210.58:80 in time");

    probed.takeVip("rs-53", "2001:db8:210::58/128");
    probed.awaitTable("-r [2001:db8:210::53]:80 -g -w 0");

    probed.askDirectly();
    probed.staysUp("10.1.210.52:80 -g", "[2001:db8:210::53]:80 -g");
  }

  @Test
  void findsARealServerThatDoesNotHideTheVip() {
    start(Topology.direct(), "dr", "wrr");
    probed.staysUp("10.1.210.52:80 -g", "10.1.210.53:80 -g");
    lvs.host("rs-52").sysctl(ARP_IGNORE, "0");

    probed.awaitTable("-r 10.1.210.52:80 -g -w 0");
    assertThat(probed.told())
        .singleElement(STRING)
        .contains(
            "10.1.210.52 says by ARP that it has VIP 10.1.210.58, so that clients go past the"
                + " director; set arp_ignore to 1 and arp_announce to 2 on its interface");
    assertThat(probed.table()).contains("-r 10.1.210.53:80 -g -w 1");

    lvs.host("rs-52").sysctl(ARP_IGNORE, "1");
    probed.awaitTable("-r 10.1.210.52:80 -g -w 1");
  }

  @Test
  void aRealServerComesBackWithItsVip() {
    start(Topology.direct(), "dr", "wrr");
    probed.staysUp("10.1.210.52:80 -g", "10.1.210.53:80 -g");
    probed.takeVip("rs-52", "10.1.210.58/32");
    probed.awaitTable("-r 10.1.210.52:80 -g -w 0");

    lvs.host("rs-52").ip("addr replace 10.1.210.58/32 dev lo");

    probed.awaitTable("-r 10.1.210.52:80 -g -w 1");
    assertThat(lvs.client().get("10.1.210.58:80", 4)).hasToString("rs-52=2 rs-53=2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tun", "tun-gue", "tun-gre"})
  @Row("probe-by-tun")
  void findsARealServerThatLacksTheTunnel(String example) {
    start(Topology.tunnel(), example, "wrr");
    probed.staysUp("198.51.100.21:80 -i", "198.51.100.22:80 -i");

    removeTunnels(lvs.host("rs-21"));
    probed.awaitTable("-r 198.51.100.21:80 -i -w 0");
    probed.staysUp("198.51.100.22:80 -i");

    probed.askDirectly();
    probed.staysUp("198.51.100.21:80 -i");
  }

  @Test
  void findsItOverIpv6AndFromOneFamilyToTheOther() {
    start(Topology.tunnel().dualStack(), "tun-ipv6", "rr");
    probed.staysUp("-t 10.1.210.58:80 -r [2001:db8:100::21]:80 -i", "-r 198.51.100.21:80 -i");

    removeTunnels(lvs.host("rs-21"));

    probed.awaitTable("-t [2001:db8:210::58]:80 -r [2001:db8:100::21]:80 -i -w 0");
    probed.awaitTable("-t 10.1.210.58:80 -r [2001:db8:100::21]:80 -i -w 0");
    probed.awaitTable("-t [2001:db8:210::59]:80 -r 198.51.100.21:80 -i -w 0");
    probed.staysUp("-r [2001:db8:100::22]:80 -i", "-r 198.51.100.22:80 -i");

    probed.askDirectly();
    probed.staysUp("-t 10.1.210.58:80 -r [2001:db8:100::21]:80 -i", "-r 198.51.100.21:80 -i");
  }

  @Test
  @Row("probe-by-nat")
  void findsARealServerOfNatWhoseAnswersDoNotComeBack() {
    start(Topology.nat(2), "nat", "wrr");
    probed.staysUp("192.0.2.21:8080 -m", "192.0.2.22:8080 -m");

    lvs.host("web-1").ip("route del default");
    probed.awaitTable("-r 192.0.2.21:8080 -m -w 0");
    probed.staysUp("192.0.2.22:8080 -m");

    probed.askDirectly();
    probed.staysUp("192.0.2.21:8080 -m");
  }

  @Test
  void findsItOverIpv6Too() {
    start(Topology.nat(2).dualStack(), "nat", "wrr", ForwardedProbesIT::overIpv6);
    probed.staysUp("[2001:db8:2::21]:8080 -m", "[2001:db8:2::22]:8080 -m");

    lvs.host("web-1").run("ip", "-6", "route", "del", "default");
    probed.awaitTable("-r [2001:db8:2::21]:8080 -m -w 0");
    probed.staysUp("[2001:db8:2::22]:8080 -m");

    probed.askDirectly();
    probed.staysUp("[2001:db8:2::21]:8080 -m");
  }

  @Test
  @Row("probe-by-fullnat")
  void findsARealServerOfFullNatThatRefusesALocalAddress() {
    start(
        Topology.tunnel(),
        "fullnat-pool",
        "rr",
        manifests ->
            manifests
                .replace("virtual-service.yaml", "    - {name: dns, port: 53, protocol: UDP}\n", "")
                .replace("cluster.yaml", "10.1.210.60-10.1.210.61", "10.1.210.60-10.1.210.60"));
    probed.staysUp("198.51.100.21:80 -m", "198.51.100.22:80 -m");

    lvs.host("rs-21").run("nft", "add table inet broken");
    lvs.host("rs-21")
        .run("nft", "add chain inet broken in { type filter hook input priority 0 ; }");
    lvs.host("rs-21").run("nft", "add rule inet broken in ip saddr 10.1.210.60 drop");
    probed.awaitTable("-r 198.51.100.21:80 -m -w 0");
    probed.staysUp("198.51.100.22:80 -m");

    probed.askDirectly();
    probed.staysUp("198.51.100.21:80 -m");
  }

  @Test
  void asksDatagramsAndTheFirstPortOfARange() {
    start(
        Topology.direct(),
        "dr",
        "wrr",
        manifests ->
            manifests
                .replace(
                    "virtual-service.yaml",
                    "[{port: 80}]",
                    "[{port: 53, endPort: 54, protocol: UDP}]")
                .replace("virtual-service.yaml", "http: {}", "udp: {send: hello}"));
    probed.staysUp("-r 10.1.210.52:0 -g", "-r 10.1.210.53:0 -g");

    probed.takeVip("rs-52", "10.1.210.58/32");

    // the entry by which it is probed stays
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                probed
                        .table()
                        .lines()
                        .filter(line -> line.contains("-r 10.1.210.52:0 -g -w 1"))
                        .count()
                    == 1);
    assertThat(probed.table()).contains("-r 10.1.210.53:0 -g -w 1");
  }

  @Test
  void probesCountInNobodysConnectionsAndLeaveNothing() {
    start(Topology.direct(), "dr", "wrr");
    probed.staysUp("10.1.210.52:80 -g");
    // the kernel adds counters up every two seconds
    await()
        .atMost(PATIENCE)
        .until(() -> probed.statistics("FWM").stream().allMatch(conns -> conns.intValue() > 0));
    assertThat(probed.statistics("FWM")).hasSize(2);
    assertThat(probed.statistics("TCP")).containsExactly(0L);
    assertThat(lvs.director().sysctl(ACCEPT_LOCAL)).isEqualTo("1");
    assertThat(lvs.agents().round(Topology.DIRECTOR).isConverged()).isTrue();

    probed.askDirectly();
    assertThat(probed.table()).doesNotContain("-f ");
    assertThat(lvs.director().sysctl(ACCEPT_LOCAL)).isEqualTo("0");

    lvs.edit("virtual-service.yaml", "through: direct", "through: forwarding");
    assertThat(probed.table()).contains("-A -f ");
    lvs.agents().cleanUp();
    assertThat(lvs.director().witness()).isEmpty();
    assertThat(lvs.director().sysctl(ACCEPT_LOCAL)).isEqualTo("0");
  }

  @Test
  void goesOnWhereAnotherDirectorHoldsTheVip() {
    start(Topology.direct(), "dr", "wrr");
    lvs.agents().inbox(Topology.DIRECTOR).put(Holding.only(Set.of()));
    await()
        .atMost(PATIENCE)
        .until(() -> !lvs.director().run("ip", "-o", "addr").contains("10.1.210.58/32"));
    probed.staysUp("10.1.210.52:80 -g", "10.1.210.53:80 -g");

    probed.takeVip("rs-52", "10.1.210.58/32");

    probed.awaitTable("-r 10.1.210.52:80 -g -w 0");
    probed.staysUp("10.1.210.53:80 -g");
  }

  @Test
  void nothingIsHeldAgainstServersWhileTheDirectorsOwnLinkIsDown() {
    start(Topology.nat(2), "nat", "wrr");
    probed.staysUp("192.0.2.21:8080 -m");

    lvs.director().ip("link set dev e1 down");

    await().atMost(PATIENCE).until(() -> probed.told().size() == 2);
    assertThat(probed.told())
        .allSatisfy(
            words ->
                assertThat(words).contains(" is not probed (", "this node has no route there"));
    assertThat(probed.table()).contains("-r 192.0.2.21:8080 -m -w 1", "-r 192.0.2.22:8080 -m -w 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"drop", "accept"})
  void nothingIsHeldAgainstServersWhileAFirewallOfTheDirectorDropsTheirAnswers(String policy) {
    start(
        Topology.direct(),
        "dr",
        "wrr",
        manifests ->
            manifests.replace("virtual-service.yaml", "through: forwarding", "through: direct"));
    Host director = lvs.director();
    director.run("nft", "add table inet site");
    director.run(
        "nft",
        "add chain inet site in { type filter hook input priority 0 ; policy %s ; }"
            .formatted(policy));
    director.run("nft", "add rule inet site in ip daddr 10.1.210.58 tcp dport 80 accept");
    director.run("nft", "add rule inet site in ct state established accept");
    director.run("nft", "add rule inet site in ct state invalid drop");
    probed.staysUp("10.1.210.52:80 -g", "10.1.210.53:80 -g");

    lvs.edit("virtual-service.yaml", "through: direct", "through: forwarding");

    await().atMost(PATIENCE).until(() -> probed.told().size() == 2);
    assertThat(probed.told())
        .allSatisfy(
            words ->
                assertThat(words)
                    .contains(
                        " is not probed (no answer from 10.1.210.5",
                        "chain inet site in of this node may drop what comes back",
                        "nft insert rule inet site in ip saddr 10.1.210.58 tcp sport 80 accept"));
    assertThat(probed.table()).contains("-r 10.1.210.52:80 -g -w 1", "-r 10.1.210.53:80 -g -w 1");
    assertThat(lvs.client().get("10.1.210.58:80", 4)).hasToString("rs-52=2 rs-53=2");

    director.run("nft", "insert rule inet site in ip saddr 10.1.210.58 tcp sport 80 accept");
    await().atMost(PATIENCE).until(() -> probed.told().isEmpty());
    probed.takeVip("rs-52", "10.1.210.58/32");

    probed.awaitTable("-r 10.1.210.52:80 -g -w 0");
  }

  private void start(Topology topology, String example, String scheduler) {
    start(topology, example, scheduler, manifests -> manifests);
  }

  private void start(
      Topology topology, String example, String scheduler, UnaryOperator<EditableManifests> edit) {
    probed = new ProbedScenario(topology, example, scheduler, edit);
    lvs = probed.scenario();
  }

  @Test
  void isNotBalancedAsAClientIsWhereItsOwnEntryIsSomebodyElses() {
    start(Topology.direct(), "dr", "wrr");
    var marked = MARKED.matcher(probed.table());
    assertThat(marked.find()).isTrue();
    lvs.agents().cleanUp();
    lvs.director().ipvsadm("-A -f %s -s wrr\n".formatted(marked.group(1)));

    lvs.agents().resume();
    lvs.agents()
        .await(Topology.DIRECTOR, round -> !round.before().diff().foreign().isEmpty(), "it");

    await().atMost(PATIENCE).until(() -> probed.told().size() == 1);
    assertThat(probed.told())
        .singleElement(STRING)
        .contains(" is not probed (", "was not put there by this agent");
    assertThat(lvs.agents().round(Topology.DIRECTOR).shortfalls())
        .isNotEmpty()
        .allSatisfy(
            shortfall -> {
              assertThat(shortfall.source()).hasToString("VirtualService shop/web");
              assertThat(shortfall.state()).isEqualTo(ResourceState.PARTIAL);
              assertThat(shortfall.reason()).isEqualTo("HealthUnknown");
            });
    assertThat(probed.table()).contains("-r 10.1.210.52:80 -g -w 1", "-r 10.1.210.53:80 -g -w 1");
    assertThat(probed.statistics("TCP")).containsExactly(0L);
  }

  private static EditableManifests overIpv6(EditableManifests nat) {
    return nat.replace("cluster.yaml", "10.1.210.58/32", "\"2001:db8:210::58/128\"")
        .replace("virtual-service.yaml", "10.1.210.58", "\"2001:db8:210::58\"")
        .replace("real-servers.yaml", "192.0.2.21", "\"2001:db8:2::21\"")
        .replace("real-servers.yaml", "192.0.2.22", "\"2001:db8:2::22\"");
  }

  private static void removeTunnels(Host server) {
    server
        .run("ip", "-o", "link")
        .lines()
        .map(line -> line.split(": ", -1)[1].split("@", -1)[0])
        .filter(name -> name.startsWith("lvs"))
        .forEach(name -> server.ip("link del " + name));
  }
}
