package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class UdpIT {

  @AutoClose private final Scenario dns = new Scenario(Topology.direct(), "dns");

  @Test
  @Row("services-udp")
  void balancesDatagramsAndConnectionsOfOnePort() {
    var datagrams = dns.client().ask("10.1.210.58:53", 6);
    var connections = dns.client().get("10.1.210.58:53", 6);

    assertThat(datagrams).hasToString("rs-52=3 rs-53=3");
    assertThat(datagrams.localEnds()).containsExactly("10.1.210.58:53");
    assertThat(connections).hasToString("rs-52=3 rs-53=3");
  }

  @Test
  void withoutTheUdpPortNobodyAnswersDatagrams() {
    dns.edit("virtual-service.yaml", "  - {name: dns, protocol: UDP, port: 53}\n", "");

    assertThat(dns.client().ask("10.1.210.58:53", 1)).hasToString("REFUSED");
    assertThat(dns.client().get("10.1.210.58:53", 2)).hasToString("rs-52=1 rs-53=1");
  }

  @Test
  void datagramsFromOnePortStayOnOneServer() {
    assertThat(dns.client().askFromOnePort("10.1.210.58:53", 6).counts())
        .hasSize(1)
        .containsValue(6);
  }
}
