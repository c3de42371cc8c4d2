package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class OnePacketIT {

  private static final String DNS = "10.1.210.58:53";

  @AutoClose private final Scenario dns = new Scenario(Topology.direct(), "one-packet");

  @Test
  @Row("one-packet")
  void eachDatagramOfOnePortIsScheduledByItself() {
    assertThat(dns.client().askFromOnePort(DNS, 6)).hasToString("rs-52=3 rs-53=3");

    assertThat(connections()).isEmpty();
    assertThat(dns.director().witness()).contains("-A -u 10.1.210.58:53 -s rr -o");
  }

  @Test
  @Row("one-packet")
  void withoutItTheyStayOnOneServer() {
    dns.edit("virtual-service.yaml", "  onePacket: true\n", "");

    assertThat(dns.client().askFromOnePort(DNS, 6).counts()).hasSize(1).containsValue(6);
    assertThat(connections()).hasSize(1);
  }

  private List<String> connections() {
    return dns.director()
        .run("ipvsadm", "-Lnc")
        .lines()
        .filter(line -> line.startsWith("UDP"))
        .toList();
  }
}
