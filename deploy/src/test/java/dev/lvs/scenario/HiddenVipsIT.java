package dev.lvs.scenario;

import static dev.lvs.lab.Topology.VIP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.agent.plan.draft.Obstacle;
import dev.lvs.lab.Agents;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Host;
import dev.lvs.lab.Lab;
import dev.lvs.lab.Machine;
import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real servers whose interfaces and addresses are not as simple as in the guide. */
@Tag("kernel")
class HiddenVipsIT {
  private static final String HTTP = "10.1.210.58:80";
  private static final String SECOND = "02:00:00:00:99:52";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  @Row("second-interface")
  void aSecondInterfaceInTheSameNetworkGivesNothingAway() {
    try (Scenario dr = new Scenario(Topology.direct(), "dr")) {
      Host server = dr.host("rs-52");
      dr.agents().stop();
      dr.lab().plug("rs-52", "e9", "10.1.210", SECOND);
      server.ip("link set e9 up");
      dr.agents().start();

      assertThat(dr.client().get(HTTP, 4)).hasToString("rs-52=2 rs-53=2");
      leaveTheVipToTheRealServers(dr);
      assertThat(answersFor(dr)).as("nobody").isEmpty();

      server.sysctl("net/ipv4/conf/e9/arp_ignore", "0");
      assertThat(answersFor(dr)).as("without the setting").isEqualTo(SECOND);
    }
  }

  @Test
  @Row("second-interface")
  void anInterfaceThatComesLaterIsHiddenOnFromItsFirstMoment() {
    try (Scenario dr = new Scenario(Topology.direct(), "dr")) {
      Host server = dr.host("rs-52");
      leaveTheVipToTheRealServers(dr);

      // nobody is there to see it
      dr.lab().plug("rs-52", "e9", "10.1.210", SECOND);
      server.ip("link set e9 up", "addr add 203.0.113.52/24 dev e9");

      assertThat(answersFor(dr)).as("nobody").isEmpty();
      server.sysctl("net/ipv4/conf/e9/arp_ignore", "0");
      assertThat(answersFor(dr)).as("without the setting").isEqualTo(SECOND);
    }
  }

  @Test
  @Row("second-interface")
  void whatInterfacesBeginWithIsPutBackForThoseThatCameSince() {
    try (Scenario dr = new Scenario(Topology.direct(), "dr")) {
      Host server = dr.host("rs-52");
      dr.lab().plug("rs-52", "e9", "10.1.210", SECOND);
      assertThat(server.sysctl("net/ipv4/conf/e9/arp_ignore")).isEqualTo("1");

      dr.agents().cleanUp();

      for (String device : List.of("default", "e0", "e9", "lo")) {
        assertThat(server.sysctl("net/ipv4/conf/" + device + "/arp_ignore")).isEqualTo("0");
        assertThat(server.sysctl("net/ipv4/conf/" + device + "/arp_announce")).isEqualTo("0");
      }
    }
  }

  @Test
  @Row("server-address-away")
  void anAddressThatIsAwayForAMomentTakesNoVipAndNoConnectionAlong() {
    try (Scenario dr = new Scenario(Topology.direct(), "dr");
        var held = dr.client().hold(HTTP, 4)) {
      Host server = dr.host("rs-52");
      server.ip("addr del 10.1.210.52/24 dev e0");

      // another plan, so that there is another round
      dr.agents().manifests().replace("cluster.yaml", "10.1.210.58/32", "10.1.210.58/31");
      dr.agents()
          .manifests()
          .replace("virtual-service.yaml", "[10.1.210.58]", "[10.1.210.58, 10.1.210.59]");
      await().atMost(PATIENCE).until(() -> !obstacles(dr, "rs-52").isEmpty());

      assertThat(server.run("ip", "-o", "-4", "addr", "show", "dev", "lo")).contains(VIP + "/32");
      assertThat(server.sysctl("net/ipv4/conf/e0/arp_ignore")).isEqualTo("1");
      assertThat(obstacles(dr, "rs-52").stream().map(Obstacle::message))
          .allMatch(message -> message.contains("does not have the address 10.1.210.52"))
          .anyMatch(message -> message.contains("the VIP stays hidden on lo"));
      server.ip("addr add 10.1.210.52/24 dev e0");
      assertThat(held.askAgain()).isEqualTo(held.answers());
    }
  }

  /** Directors reach the real servers by a network behind, clients are in front. */
  @Test
  @Row("strict-rp-filter")
  void clientsOfAnotherInterfaceReachARealServerThatFiltersStrictly() {
    Topology topology =
        Topology.of(
            Machine.named(Topology.CLIENT, "10.1.210.100"),
            Machine.named(Topology.DIRECTOR, "10.1.210.51", "192.0.2.51"),
            Machine.named("rs-52", "10.1.210.52", "192.0.2.52").serving(80),
            Machine.named("rs-53", "10.1.210.53", "192.0.2.53").serving(80));
    try (Lab lab = Lab.of(topology);
        EditableManifests manifests = EditableManifests.ofExample("dr")) {
      for (String file : List.of("nodes.yaml", "real-servers.yaml")) {
        manifests
            .replace(file, "10.1.210.52", "192.0.2.52")
            .replace(file, "10.1.210.53", "192.0.2.53");
      }
      List<Host> servers = List.of(lab.host("rs-52"), lab.host("rs-53"));
      servers.forEach(server -> server.sysctl("net/ipv4/conf/e1/rp_filter", "1"));
      try (Agents agents = Agents.run(lab, manifests)) {
        assertThat(lab.client().get(HTTP, 4)).hasToString("rs-52=2 rs-53=2");

        agents.stop();
        servers.forEach(server -> server.sysctl("net/ipv4/conf/e1/rp_filter", "1"));
        assertThat(lab.client().get(HTTP, 2)).as("strictly").hasToString("TIMEOUT");
        agents.cleanUp();
      }
      servers.forEach(
          server -> assertThat(server.sysctl("net/ipv4/conf/e1/rp_filter")).isEqualTo("1"));
    }
  }

  private static List<Obstacle> obstacles(Scenario dr, String node) {
    return dr.agents().round(node).before().desired().obstacles();
  }

  /** As if the director were gone: whoever answers now gives the VIP away. */
  private static void leaveTheVipToTheRealServers(Scenario dr) {
    dr.agents().stop();
    dr.director().ip("addr del %s/32 dev e0".formatted(VIP));
  }

  /** The hardware address that the client gets for the VIP. */
  private static String answersFor(Scenario dr) {
    dr.host("client").ip("neigh flush all");
    dr.client().get(HTTP, 1);
    List<String> words =
        List.of(dr.host("client").run("ip", "neigh", "show", "to", VIP).split("\\s+", -1));
    int at = words.indexOf("lladdr");
    return at < 0 ? "" : words.get(at + 1);
  }
}
