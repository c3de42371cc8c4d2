package dev.lvs.scenario;

import static dev.lvs.lab.Topology.DIRECTOR;
import static dev.lvs.lab.Topology.VIP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.agent.round.Round;
import dev.lvs.lab.AgentProcess;
import dev.lvs.lab.Agents;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Host;
import dev.lvs.lab.Lab;
import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** VIPs on interfaces that others have put them on, renamed, or that go down and come up. */
@Tag("kernel")
class VipInterfacesIT {
  private static final String HTTP = "10.1.210.58:80";
  private static final List<String> REAL_SERVERS = List.of("rs-52", "rs-53");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern MAC = Pattern.compile("\\[([0-9A-F:]{17})]");

  @TempDir private Path state;

  @Test
  @Row("vip-on-interface")
  void aVipThatSomebodyLeftOnARealServersInterfaceIsTold() {
    try (Scenario dr = new Scenario(Topology.direct(), "dr")) {
      dr.agents().stop();
      Host server = dr.host("rs-52");
      assertThat(answering(dr)).containsExactly("02:00:0A:01:D2:33");
      server.ip("addr add %s/32 dev e0".formatted(VIP));
      Once agent = new Once(server, dr.agents().manifests(), state);

      assertThat(agent.shortfalls())
          .singleElement()
          .asString()
          .startsWith("NotHidden: Interface e0 has the VIP too, not from this agent")
          .contains("ip addr del 10.1.210.58/32 dev e0");
      assertThat(agent.round().isConverged()).isFalse();
      assertThat(answering(dr)).as("as it was told").hasSize(2);

      server.ip("addr del %s/32 dev e0".formatted(VIP));
      assertThat(agent.round().isConverged()).isTrue();
      assertThat(answering(dr)).containsExactly("02:00:0A:01:D2:33");
      assertThat(dr.client().get(HTTP, 2)).hasToString("rs-52=1 rs-53=1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "5"})
  @Row("second-interface")
  void aSettingOfAllInterfacesThatGivesTheVipAwayIsTold(String all) {
    try (Scenario dr = new Scenario(Topology.direct(), "dr")) {
      dr.agents().stop();
      Host server = dr.host("rs-52");
      server.ip("addr del %s/32 dev lo".formatted(VIP));
      server.sysctl("net/ipv4/conf/all/arp_ignore", all);
      Once agent = new Once(server, dr.agents().manifests(), state);

      assertThat(agent.shortfalls())
          .singleElement()
          .asString()
          .startsWith("NotHidden: net.ipv4.conf.all.arp_ignore is " + all);
      assertThat(answering(dr)).containsExactly("02:00:0A:01:D2:33");
      server.ip("addr add %s/32 dev lo".formatted(VIP));
      assertThat(answering(dr)).as("held all the same").hasSize(2);

      server.ip("addr del %s/32 dev lo".formatted(VIP));
      server.sysctl("net/ipv4/conf/all/arp_ignore", "1");
      assertThat(agent.round().isConverged()).isTrue();
      assertThat(answering(dr)).containsExactly("02:00:0A:01:D2:33");
      assertThat(dr.client().get(HTTP, 2)).hasToString("rs-52=1 rs-53=1");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Row("interface-renamed")
  void aRenamedInterfaceKeepsTheVipAndItsSettingsOurs(boolean whileTheAgentsRun) {
    try (Scenario dr = new Scenario(Topology.direct(), "dr")) {
      if (!whileTheAgentsRun) {
        dr.agents().stop();
      }
      for (String node : List.of(DIRECTOR, "rs-52", "rs-53")) {
        dr.host(node).ip("link set e0 down", "link set e0 name wan0", "link set wan0 up");
      }
      if (whileTheAgentsRun) {
        dr.edit("real-servers.yaml", "weight: 1", "weight: 3");
      } else {
        dr.agents().start();
        dr.edit("real-servers.yaml", "weight: 1", "weight: 3");
      }

      assertThat(dr.client().get(HTTP, 4)).hasToString("rs-52=3 rs-53=1");
      assertThat(addresses(dr.director())).contains("wan0    inet %s/32".formatted(VIP));
      assertThat(dr.agents().round(DIRECTOR).before().diff().foreign()).isEmpty();
      dr.agents().cleanUp();

      assertThat(addresses(dr.director())).doesNotContain(VIP + "/");
      for (String server : REAL_SERVERS) {
        assertThat(dr.host(server).sysctl("net/ipv4/conf/wan0/arp_ignore")).isEqualTo("0");
        assertThat(dr.host(server).sysctl("net/ipv4/conf/wan0/arp_announce")).isEqualTo("0");
      }
    }
  }

  @Test
  @Row("interface-renamed")
  void soDoesOneThatTheGroupNames() {
    try (Lab lab = Lab.of(Topology.direct());
        EditableManifests manifests = EditableManifests.ofExample("dr");
        Agents _ = Agents.run(lab, manifests, REAL_SERVERS)) {
      manifests.replace("cluster.yaml", "spec:\n", "spec:\n  vipInterface: e0\n");
      Once agent = new Once(lab.director(), manifests, state);
      assertThat(agent.shortfalls()).isEmpty();
      lab.director().ip("link set e0 down", "link set e0 name wan0", "link set wan0 up");

      assertThat(agent.shortfalls())
          .singleElement()
          .asString()
          .startsWith("NoSuchInterface: This node has no interface e0")
          .contains("It stays on wan0");
      assertThat(addresses(lab.director())).contains("wan0    inet %s/32".formatted(VIP));
      assertThat(asked(lab)).hasToString("rs-52=1 rs-53=1");
    }
  }

  @Test
  @Row("interface-up-announces")
  void aVipIsAnnouncedOnceItsInterfaceIsThere() {
    try (Lab lab = Lab.of(Topology.direct());
        EditableManifests manifests = EditableManifests.ofExample("dr")) {
      Host director = lab.director();
      director.ip("link set e0 down");
      mislead(lab);

      try (AgentProcess _ = AgentProcess.run(director, manifests.folder(), state)) {
        await().atMost(PATIENCE).until(() -> addresses(director).contains(VIP + "/32"));
        assertThat(neighbour(lab)).as("down").contains("rs-52");
        director.ip("link set e0 up");
        awaitDirector(lab);

        mislead(lab);
        director.ip("link set e0 down", "link set e0 up");
        awaitDirector(lab);

        mislead(lab);
        lab.carrier(DIRECTOR, 0, false);
        lab.carrier(DIRECTOR, 0, true);
        awaitDirector(lab);
      }

      mislead(lab);
      director.ip("link set e0 down", "link set e0 up");
      assertThat(neighbour(lab)).as("without an agent").contains("rs-52");
    }
  }

  @Test
  @Row("dummy-vip-interface")
  void aVipOnADummyIsToldWhereTheNetworksInterfaceAnswersForItsOwnOnly() {
    try (Lab lab = Lab.of(Topology.direct());
        EditableManifests manifests = EditableManifests.ofExample("dr");
        Agents _ = Agents.run(lab, manifests, REAL_SERVERS)) {
      Host director = lab.director();
      director.ip("link add dmy type dummy", "link set dmy up");
      manifests.replace("cluster.yaml", "spec:\n", "spec:\n  vipInterface: dmy\n");
      Once agent = new Once(director, manifests, state);
      assertThat(agent.shortfalls()).isEmpty();
      assertThat(asked(lab)).hasToString("rs-52=1 rs-53=1");

      director.sysctl("net/ipv4/conf/all/arp_ignore", "1");
      assertThat(agent.shortfalls())
          .singleElement()
          .asString()
          .startsWith("VipNotAnswered: 10.1.210.58 is asked for on the network of interface e0")
          .contains("sysctl -w net.ipv4.conf.all.arp_ignore=0");
      assertThat(asked(lab)).as("as it was told").hasToString("TIMEOUT");

      manifests.replace("cluster.yaml", "  vipInterface: dmy\n", "");
      assertThat(agent.shortfalls()).isEmpty();
      assertThat(asked(lab)).hasToString("rs-52=1 rs-53=1");
    }
  }

  @Test
  @Row("dummy-vip-interface")
  void soItIsWhereTheAgentItselfHidesAnotherVipThere() {
    try (Lab lab = Lab.of(Topology.direct());
        EditableManifests manifests = EditableManifests.ofExample("dr");
        Agents _ = Agents.run(lab, manifests, REAL_SERVERS)) {
      lab.director().ip("link add dmy type dummy", "link set dmy up");
      manifests
          .replace("cluster.yaml", "spec:\n", "spec:\n  vipInterface: dmy\n")
          .replace("cluster.yaml", "[10.1.210.58/32]", "[10.1.210.58/31]")
          .replace(
              "nodes.yaml",
              "{lvs.dev/director: \"true\"}",
              "{lvs.dev/director: \"true\", lvs.dev/real-server: \"true\"}")
          .write("other.yaml", OTHER_GROUP);
      Once agent = new Once(lab.director(), manifests, state);

      assertThat(agent.shortfalls())
          .singleElement()
          .asString()
          .startsWith("VipNotAnswered")
          .contains("it hides the VIPs of VirtualService shop/b", "let another node");
      assertThat(asked(lab)).as("as it was told").hasToString("TIMEOUT");
    }
  }

  @Test
  @Row("site-local-vip")
  void aSiteLocalVipIsHeldAndSeen() {
    try (Lab lab = Lab.of(Topology.direct().dualStack());
        EditableManifests manifests = EditableManifests.ofExample("dual-stack")) {
      manifests
          .replace("cluster.yaml", "2001:db8:210::58", "fec0::58")
          .replace("cluster.yaml", "spec:\n", "spec:\n  vipInterface: e0\n")
          .replace("virtual-service.yaml", "2001:db8:210::58", "fec0::58")
          .replace("virtual-service.yaml", "2001:db8:210::58", "fec0::58");
      lab.host("client").ip("route add fec0::/64 dev e0");
      try (Agents agents = Agents.run(lab, manifests)) {
        assertThat(lab.client().get("[fec0::58]:80", 2)).hasToString("rs-52=1 rs-53=1");
        agents.stop();
        agents.start();

        Round again = agents.round(DIRECTOR);
        assertThat(again.outcomes()).as("nothing to add anew").isEmpty();
        assertThat(again.before().diff().foreign()).isEmpty();
        agents.cleanUp();
      }
      assertThat(lab.director().run("ip", "-6", "addr")).doesNotContain("fec0::58");
    }
  }

  private static final String OTHER_GROUP =
      """
      apiVersion: lvs.dev/v1alpha1
      kind: DirectorGroup
      metadata: {name: other}
      spec:
        nodeSelector: {matchLabels: {other: "1"}}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: d2, labels: {other: "1"}}
      status: {addresses: [{type: InternalIP, address: 10.1.210.50}]}
      ---
      apiVersion: lvs.dev/v1alpha1
      kind: VirtualService
      metadata: {name: b, namespace: shop}
      spec:
        addresses: [10.1.210.59]
        ports: [{port: 81}]
        directorGroup: other
        scheduler: rr
        forwarding: {method: DR}
        realServers: {inline: [{address: 10.1.210.51}]}
      """;

  /** As if a client knew the VIP at a real server, from which nothing comes. */
  private static void mislead(Lab lab) {
    lab.host("client")
        .ip("neigh replace %s lladdr 02:00:0a:01:d2:34 dev e0 nud stale".formatted(VIP));
  }

  private static Optional<String> neighbour(Lab lab) {
    return lab.neighbour("client", VIP);
  }

  private static void awaitDirector(Lab lab) {
    await().atMost(PATIENCE).until(() -> neighbour(lab).equals(Optional.of(DIRECTOR)));
  }

  private static Object asked(Lab lab) {
    lab.host("client").ip("neigh flush all");
    return lab.client().get(HTTP, 2);
  }

  private static String addresses(Host host) {
    return host.run("ip", "-o", "-4", "addr");
  }

  /** The hardware addresses that answer for the VIP. */
  private static Set<String> answering(Scenario dr) {
    String said =
        dr.host("client").run("sh", "-c", "arping -b -c 3 -w 5 -I e0 %s; true".formatted(VIP));
    Set<String> all = new TreeSet<>();
    MAC.matcher(said).results().map((MatchResult one) -> one.group(1)).forEach(all::add);
    return all;
  }
}
