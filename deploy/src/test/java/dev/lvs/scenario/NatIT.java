package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class NatIT {

  @AutoClose private final Scenario nat = new Scenario(Topology.nat(2), "nat");

  @Test
  @Row({"nat-port-mapping", "guide-nat"})
  void mapsThePortAndKeepsTheClientsAddress() {
    var answers = nat.client().get("10.1.210.58:80", 6);

    assertThat(answers).hasToString("web-1=3 web-2=3");
    assertThat(answers.localEnds()).containsExactly("192.0.2.21:8080", "192.0.2.22:8080");
    assertThat(answers.clientsSeen()).containsExactly("10.1.210.100");
    assertThat(nat.director().witness())
        .containsExactly(
            "-A -t 10.1.210.58:80 -s wrr",
            "-a -t 10.1.210.58:80 -r 192.0.2.21:8080 -m -w 1",
            "-a -t 10.1.210.58:80 -r 192.0.2.22:8080 -m -w 1");
  }

  @Test
  void turnsForwardingOnWithoutWhichNothingComesBack() {
    assertThat(nat.director().sysctl("net/ipv4/ip_forward")).isEqualTo("1");

    nat.agents().stop();
    nat.director().sysctl("net/ipv4/ip_forward", "0");

    assertThat(nat.client().get("10.1.210.58:80", 1)).hasToString("TIMEOUT");
  }

  @Test
  @Row("weights")
  void followsTheWeightsAndTheRealServersOfTheManifests() {
    nat.edit("real-servers.yaml", "weight: 1", "weight: 3");

    assertThat(nat.client().get("10.1.210.58:80", 8)).hasToString("web-1=6 web-2=2");

    nat.remove("real-servers.yaml", "web-1");

    assertThat(nat.client().get("10.1.210.58:80", 4)).hasToString("web-2=4");
  }

  @Test
  void mapsThePortForARealServerOnTheDirectorItself() {
    nat.edit("real-servers.yaml", "192.0.2.22", "192.0.2.1");

    var answers = nat.client().get("10.1.210.58:80", 4);

    assertThat(answers).hasToString("lvs-director=2 web-1=2");
    assertThat(answers.localEnds()).containsExactly("192.0.2.1:8080", "192.0.2.21:8080");
  }
}
