package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.object.Foreign;
import dev.lvs.lab.Agents;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Host;
import dev.lvs.lab.Lab;
import dev.lvs.lab.Machine;
import dev.lvs.lab.RouterAdvertisement;
import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class Ipv6NatIT {

  private static final String FORWARDING = "net/ipv6/conf/all/forwarding";
  private static final String ACCEPT_RA = "net/ipv6/conf/e0/accept_ra";

  @AutoClose
  private final Lab lab =
      Lab.of(
          Topology.nat(2)
              .dualStack()
              .with(Stream.of(Machine.named("router", "10.1.210.1").dualStack())));

  @AutoClose
  private final EditableManifests manifests = overIpv6(EditableManifests.ofExample("nat"));

  @Test
  @Row("services-ipv6")
  void mapsThePortAndKeepsTheClientsAddress() {
    try (Agents _ = Agents.run(lab, manifests)) {
      var answers = lab.client().get("[2001:db8:210::58]:80", 6);

      assertThat(answers).hasToString("web-1=3 web-2=3");
      assertThat(answers.localEnds())
          .containsExactly("[2001:db8:2::21]:8080", "[2001:db8:2::22]:8080");
      assertThat(answers.clientsSeen()).containsExactly("2001:db8:210::100");
      assertThat(lab.director().witness())
          .containsExactly(
              "-A -t [2001:db8:210::58]:80 -s wrr",
              "-a -t [2001:db8:210::58]:80 -r [2001:db8:2::21]:8080 -m -w 1",
              "-a -t [2001:db8:210::58]:80 -r [2001:db8:2::22]:8080 -m -w 1");
    }
  }

  @Test
  @Row("firewall-policy")
  void aClosedChainOfIp6tablesLegacyIsTold() {
    lab.director().run("ip6tables-legacy", "-P", "FORWARD", "DROP");
    try (Agents agents = Agents.begin(lab, manifests, Duration.ofMinutes(5))) {
      agents.await(
          Topology.DIRECTOR, round -> !round.before().diff().foreign().isEmpty(), "a closed chain");
      assertThat(lab.client().get("[2001:db8:210::58]:80", 1)).hasToString("TIMEOUT");
      assertThat(told(agents))
          .singleElement()
          .asString()
          .startsWith("Chain ip6tables-legacy -t filter FORWARD (hook forward, priority 0) drops")
          .contains("and it has no rules")
          .endsWith(
              "ip6tables-legacy -t filter -I FORWARD -s 2001:db8:2::21 -p tcp --sport 8080"
                  + " -j ACCEPT.");

      lab.director()
          .run(
              "ip6tables-legacy",
              "-A",
              "FORWARD",
              "-s",
              "2001:db8:2::/65",
              "-p",
              "tcp",
              "--sport",
              "8080",
              "-j",
              "ACCEPT");
      manifests.replace("real-servers.yaml", "weight: 1", "weight: 2");
      agents.settle();

      assertThat(lab.client().get("[2001:db8:210::58]:80", 2).areComplete()).isTrue();
      assertThat(told(agents)).as("what a rule accepts is known").isEmpty();
    }
  }

  private static List<String> told(Agents agents) {
    return agents.round(Topology.DIRECTOR).before().diff().foreign().stream()
        .filter(Foreign.Filter.class::isInstance)
        .map(Foreign::message)
        .toList();
  }

  @Test
  @Row({"services-ipv6", "sysctls-put-back"})
  void turnsForwardingOnWithoutWhichNothingComesBack() {
    try (Agents agents = Agents.run(lab, manifests)) {
      assertThat(lab.director().sysctl(FORWARDING)).isEqualTo("1");
      // nobody advertised anything, so nothing is to be kept
      assertThat(lab.director().sysctl(ACCEPT_RA)).isEqualTo("1");

      lab.director().sysctl(FORWARDING, "0");
      assertThat(lab.client().get("[2001:db8:210::58]:80", 1)).hasToString("TIMEOUT");

      agents.cleanUp();
      assertThat(lab.director().sysctl(FORWARDING)).isEqualTo("0");
    }
  }

  @Test
  @Row("sysctls-put-back")
  void keepsTheDefaultRouteThatARouterAdvertised() {
    RouterAdvertisement.send(lab.host("router"), "e0");
    Host director = lab.director();
    Host bystander = lab.host("client");
    assertThat(defaultRoute(director)).contains("proto ra");
    assertThat(defaultRoute(bystander)).contains("proto ra");

    bystander.sysctl(FORWARDING, "1");
    try (Agents agents = Agents.run(lab, manifests)) {
      assertThat(director.sysctl(FORWARDING)).isEqualTo("1");
      assertThat(director.sysctl(ACCEPT_RA)).isEqualTo("2");
      assertThat(defaultRoute(director)).contains("proto ra");
      assertThat(defaultRoute(bystander)).as("without accept_ra=2").isEmpty();

      agents.cleanUp();
      assertThat(director.sysctl(FORWARDING)).isEqualTo("0");
      assertThat(director.sysctl(ACCEPT_RA)).isEqualTo("1");
      assertThat(defaultRoute(director)).contains("proto ra");
    }
  }

  @Test
  @Row({"services-udp", "services-ipv6"})
  void mapsThePortOfDatagramsToo() {
    manifests.replace("virtual-service.yaml", "{port: 80,", "{port: 53, protocol: UDP,");
    try (Agents _ = Agents.run(lab, manifests)) {
      var answers = lab.client().ask("[2001:db8:210::58]:53", 4);

      assertThat(answers).hasToString("web-1=2 web-2=2");
      assertThat(answers.localEnds())
          .containsExactly("[2001:db8:2::21]:8080", "[2001:db8:2::22]:8080");
    }
  }

  private static String defaultRoute(Host host) {
    return host.run("ip", "-6", "route", "show", "default");
  }

  private static EditableManifests overIpv6(EditableManifests nat) {
    return nat.replace("cluster.yaml", "10.1.210.58/32", "\"2001:db8:210::58/128\"")
        .replace("virtual-service.yaml", "10.1.210.58", "\"2001:db8:210::58\"")
        .replace("real-servers.yaml", "192.0.2.21", "\"2001:db8:2::21\"")
        .replace("real-servers.yaml", "192.0.2.22", "\"2001:db8:2::22\"");
  }
}
