package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import dev.lvs.agent.plan.draft.Obstacle;
import dev.lvs.agent.situation.Holding;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.lab.Host;
import dev.lvs.lab.Manifests;
import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import java.time.Duration;
import java.util.List;
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
  private static final String OFTEN = "interval: 400ms, timeout: 400ms, rise: 2, fall: 3";
  private static final String HTTP = "healthCheck: {http: {}, through: forwarding, " + OFTEN + "}";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** As many probes of one server as would take it down, twice. */
  private static final Duration A_WHILE = Duration.ofMillis(2500);

  private static final String ACCEPT_LOCAL = "net/ipv4/conf/e0/accept_local";
  private static final String ARP_IGNORE = "net/ipv4/conf/e0/arp_ignore";
  private static final Pattern MARKED = Pattern.compile("-A -f (\\d+) ");

  @SuppressWarnings("NullAway.Init") // by start, in every test
  private Scenario lvs;

  @AfterEach
  void close() {
    lvs.close();
  }

  @Test
  @Row("probe-by-dr")
  void findsARealServerOfDrThatLacksTheVip() {
    start(Topology.direct().dualStack(), "dual-stack", "wrr");
    staysUp("10.1.210.52:80 -g", "[2001:db8:210::52]:80 -g");

    lvs.host("rs-52").ip("addr del 10.1.210.58/32 dev lo");
    awaitTable("-r 10.1.210.52:80 -g -w 0");
    staysUp("10.1.210.53:80 -g", "[2001:db8:210::52]:80 -g", "[2001:db8:210::53]:80 -g");
    assertThat(told())
        .singleElement(STRING)
        .startsWith("10.1.210.52:80 fails its health check: ")
        .contains("no answer from 10.1.210.52 through VIP 10.1.210.58:80 in time");

    lvs.host("rs-53").ip("addr del 2001:db8:210::58/128 dev lo");
    awaitTable("-r [2001:db8:210::53]:80 -g -w 0");

    askDirectly();
    staysUp("10.1.210.52:80 -g", "[2001:db8:210::53]:80 -g");
  }

  @Test
  void findsARealServerThatDoesNotHideTheVip() {
    start(Topology.direct(), "dr", "wrr");
    staysUp("10.1.210.52:80 -g", "10.1.210.53:80 -g");
    lvs.host("rs-52").sysctl(ARP_IGNORE, "0");

    awaitTable("-r 10.1.210.52:80 -g -w 0");
    assertThat(told())
        .singleElement(STRING)
        .contains(
            "10.1.210.52 says by ARP that it has VIP 10.1.210.58, so that clients go past the"
                + " director; set arp_ignore to 1 and arp_announce to 2 on its interface");
    assertThat(table()).contains("-r 10.1.210.53:80 -g -w 1");

    lvs.host("rs-52").sysctl(ARP_IGNORE, "1");
    awaitTable("-r 10.1.210.52:80 -g -w 1");
  }

  @Test
  void aRealServerComesBackWithItsVip() {
    start(Topology.direct(), "dr", "wrr");
    lvs.host("rs-52").ip("addr del 10.1.210.58/32 dev lo");
    awaitTable("-r 10.1.210.52:80 -g -w 0");

    lvs.host("rs-52").ip("addr replace 10.1.210.58/32 dev lo");

    awaitTable("-r 10.1.210.52:80 -g -w 1");
    assertThat(lvs.client().get("10.1.210.58:80", 4)).hasToString("rs-52=2 rs-53=2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tun", "tun-gue", "tun-gre"})
  @Row("probe-by-tun")
  void findsARealServerThatLacksTheTunnel(String example) {
    start(Topology.tunnel(), example, "wrr");
    staysUp("198.51.100.21:80 -i", "198.51.100.22:80 -i");

    removeTunnels(lvs.host("rs-21"));
    awaitTable("-r 198.51.100.21:80 -i -w 0");
    staysUp("198.51.100.22:80 -i");

    askDirectly();
    staysUp("198.51.100.21:80 -i");
  }

  @Test
  void findsItOverIpv6AndFromOneFamilyToTheOther() {
    start(Topology.tunnel().dualStack(), "tun-ipv6", "rr");
    staysUp("-t 10.1.210.58:80 -r [2001:db8:100::21]:80 -i", "-r 198.51.100.21:80 -i");

    removeTunnels(lvs.host("rs-21"));

    awaitTable("-t [2001:db8:210::58]:80 -r [2001:db8:100::21]:80 -i -w 0");
    awaitTable("-t 10.1.210.58:80 -r [2001:db8:100::21]:80 -i -w 0");
    awaitTable("-t [2001:db8:210::59]:80 -r 198.51.100.21:80 -i -w 0");
    staysUp("-r [2001:db8:100::22]:80 -i", "-r 198.51.100.22:80 -i");

    askDirectly();
    staysUp("-t 10.1.210.58:80 -r [2001:db8:100::21]:80 -i", "-r 198.51.100.21:80 -i");
  }

  @Test
  @Row("probe-by-nat")
  void findsARealServerOfNatWhoseAnswersDoNotComeBack() {
    start(Topology.nat(2), "nat", "wrr");
    staysUp("192.0.2.21:8080 -m", "192.0.2.22:8080 -m");

    lvs.host("web-1").ip("route del default");
    awaitTable("-r 192.0.2.21:8080 -m -w 0");
    staysUp("192.0.2.22:8080 -m");

    askDirectly();
    staysUp("192.0.2.21:8080 -m");
  }

  @Test
  void findsItOverIpv6Too() {
    start(Topology.nat(2).dualStack(), "nat", "wrr", ForwardedProbesIT::overIpv6);
    staysUp("[2001:db8:2::21]:8080 -m", "[2001:db8:2::22]:8080 -m");

    lvs.host("web-1").run("ip", "-6", "route", "del", "default");
    awaitTable("-r [2001:db8:2::21]:8080 -m -w 0");
    staysUp("[2001:db8:2::22]:8080 -m");

    askDirectly();
    staysUp("[2001:db8:2::21]:8080 -m");
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
    staysUp("198.51.100.21:80 -m", "198.51.100.22:80 -m");

    lvs.host("rs-21").run("nft", "add table inet broken");
    lvs.host("rs-21")
        .run("nft", "add chain inet broken in { type filter hook input priority 0 ; }");
    lvs.host("rs-21").run("nft", "add rule inet broken in ip saddr 10.1.210.60 drop");
    awaitTable("-r 198.51.100.21:80 -m -w 0");
    staysUp("198.51.100.22:80 -m");

    askDirectly();
    staysUp("198.51.100.21:80 -m");
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
    staysUp("-r 10.1.210.52:0 -g", "-r 10.1.210.53:0 -g");

    lvs.host("rs-52").ip("addr del 10.1.210.58/32 dev lo");

    // the entry by which it is probed stays
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                table().lines().filter(line -> line.contains("-r 10.1.210.52:0 -g -w 1")).count()
                    == 1);
    assertThat(table()).contains("-r 10.1.210.53:0 -g -w 1");
  }

  @Test
  void probesCountInNobodysConnectionsAndLeaveNothing() {
    start(Topology.direct(), "dr", "wrr");
    staysUp("10.1.210.52:80 -g");
    // the kernel adds counters up every two seconds
    await()
        .atMost(PATIENCE)
        .until(() -> statistics("FWM").stream().allMatch(conns -> conns.intValue() > 0));
    assertThat(statistics("FWM")).hasSize(2);
    assertThat(statistics("TCP")).containsExactly(0L);
    assertThat(lvs.director().sysctl(ACCEPT_LOCAL)).isEqualTo("1");
    assertThat(lvs.agents().round(Topology.DIRECTOR).isConverged()).isTrue();

    askDirectly();
    assertThat(table()).doesNotContain("-f ");
    assertThat(lvs.director().sysctl(ACCEPT_LOCAL)).isEqualTo("0");

    lvs.edit("virtual-service.yaml", "through: direct", "through: forwarding");
    assertThat(table()).contains("-A -f ");
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
    staysUp("10.1.210.52:80 -g", "10.1.210.53:80 -g");

    lvs.host("rs-52").ip("addr del 10.1.210.58/32 dev lo");

    awaitTable("-r 10.1.210.52:80 -g -w 0");
    staysUp("10.1.210.53:80 -g");
  }

  @Test
  void nothingIsHeldAgainstServersWhileTheDirectorsOwnLinkIsDown() {
    start(Topology.nat(2), "nat", "wrr");
    staysUp("192.0.2.21:8080 -m");

    lvs.director().ip("link set dev e1 down");

    await().atMost(PATIENCE).until(() -> told().size() == 2);
    assertThat(told())
        .allSatisfy(
            words ->
                assertThat(words).contains(" is not probed (", "this node has no route there"));
    assertThat(table()).contains("-r 192.0.2.21:8080 -m -w 1", "-r 192.0.2.22:8080 -m -w 1");
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
    staysUp("10.1.210.52:80 -g", "10.1.210.53:80 -g");

    lvs.edit("virtual-service.yaml", "through: direct", "through: forwarding");

    await().atMost(PATIENCE).until(() -> told().size() == 2);
    assertThat(told())
        .allSatisfy(
            words ->
                assertThat(words)
                    .contains(
                        " is not probed (no answer from 10.1.210.5",
                        "chain inet site in of this node may drop what comes back",
                        "nft insert rule inet site in ip saddr 10.1.210.58 tcp sport 80 accept"));
    assertThat(table()).contains("-r 10.1.210.52:80 -g -w 1", "-r 10.1.210.53:80 -g -w 1");
    assertThat(lvs.client().get("10.1.210.58:80", 4)).hasToString("rs-52=2 rs-53=2");

    director.run("nft", "insert rule inet site in ip saddr 10.1.210.58 tcp sport 80 accept");
    await().atMost(PATIENCE).until(() -> told().isEmpty());
    lvs.host("rs-52").ip("addr del 10.1.210.58/32 dev lo");

    awaitTable("-r 10.1.210.52:80 -g -w 0");
  }

  @Test
  void isNotBalancedAsAClientIsWhereItsOwnEntryIsSomebodyElses() {
    start(Topology.direct(), "dr", "wrr");
    var marked = MARKED.matcher(table());
    assertThat(marked.find()).isTrue();
    lvs.agents().cleanUp();
    lvs.director().ipvsadm("-A -f %s -s wrr\n".formatted(marked.group(1)));

    lvs.agents().resume();
    lvs.agents()
        .await(Topology.DIRECTOR, round -> !round.before().diff().foreign().isEmpty(), "it");

    await().atMost(PATIENCE).until(() -> told().size() == 1);
    assertThat(told())
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
    assertThat(table()).contains("-r 10.1.210.52:80 -g -w 1", "-r 10.1.210.53:80 -g -w 1");
    assertThat(statistics("TCP")).containsExactly(0L);
  }

  private void start(Topology topology, String example, String scheduler) {
    start(topology, example, scheduler, manifests -> manifests);
  }

  /** Starts an example whose VirtualServices are checked. */
  private void start(
      Topology topology, String example, String scheduler, UnaryOperator<Manifests> edit) {
    String line = "scheduler: " + scheduler;
    lvs =
        new Scenario(
            topology,
            example,
            manifests -> {
              String file = file(manifests);
              String text = manifests.read(file);
              return edit.apply(manifests.write(file, text.replace(line, line + "\n  " + HTTP)));
            });
  }

  /** The control: has real servers asked at their own addresses, and waits until they are up. */
  private void askDirectly() {
    Manifests manifests = lvs.agents().manifests();
    String file = file(manifests);
    manifests.write(file, manifests.read(file).replace("through: forwarding", "through: direct"));
    lvs.agents().settle();
    await().atMost(PATIENCE).until(() -> !table().contains("-w 0"));
  }

  private static String file(Manifests manifests) {
    return manifests.names("VirtualService").size() == 3
        ? "virtual-services.yaml"
        : "virtual-service.yaml";
  }

  private static Manifests overIpv6(Manifests nat) {
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

  /** Waits for as many probes as would take servers down, and finds them up. */
  private void staysUp(String... destinations) {
    for (String destination : destinations) {
      awaitTable(destination + " -w 1");
    }
    await()
        .pollInterval(Duration.ofMillis(200))
        .during(A_WHILE)
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              for (String destination : destinations) {
                assertThat(table()).contains(destination + " -w 1");
              }
            });
    assertThat(told()).noneMatch(words -> words.contains("is not probed"));
  }

  /** The connections so far of virtual servers of a kind. */
  private List<Long> statistics(String kind) {
    return lvs.director()
        .run("ipvsadm", "-Ln", "--stats", "--exact")
        .lines()
        .filter(line -> line.startsWith(kind + " "))
        .map(line -> Long.valueOf(line.replace(" IPv6", "").split(" +", -1)[2]))
        .toList();
  }

  private List<String> told() {
    return lvs.agents().round(Topology.DIRECTOR).before().desired().obstacles().stream()
        .map(Obstacle::message)
        .toList();
  }

  private void awaitTable(String words) {
    await().atMost(PATIENCE).until(() -> table().contains(words));
  }

  private String table() {
    return String.join("\n", lvs.director().witness());
  }
}
