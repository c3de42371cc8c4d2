package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class PersistenceIT {

  @AutoClose private final Scenario persistence = new Scenario(Topology.direct(), "persistence");

  @Test
  @Row({"persistence-timeout", "guide-ppc"})
  void perPortKeepsAClientOnOneServerForEachPort() {
    var http = persistence.client().get("10.1.210.58:80", 6);
    var https = persistence.client().get("10.1.210.58:443", 6);
    var another = persistence.client().from("10.1.210.101").get("10.1.210.58:80", 6);

    assertThat(http.counts()).hasSize(1);
    assertThat(https.counts()).hasSize(1);
    assertThat(another.counts()).hasSize(1).doesNotContainKeys(http.all().getFirst().word());
  }

  @Test
  @Row("persistence-timeout")
  void withoutPersistenceAClientIsSpread() {
    persistence.edit("virtual-service.yaml", "  persistence: {mode: PPC, timeout: 300s}\n", "");

    assertThat(persistence.client().get("10.1.210.58:80", 6)).hasToString("rs-52=3 rs-53=3");
  }

  @Test
  @Row({"persistence-every-port", "guide-pcc"})
  void perClientKeepsAClientOnOneServerForAllPorts() {
    var http = persistence.client().get("10.1.210.59:80", 3);
    var https = persistence.client().get("10.1.210.59:443", 3);

    assertThat(http.counts()).hasSize(1).isEqualTo(https.counts());
    assertThat(persistence.director().witness())
        .contains("-A -t 10.1.210.59:0 -s rr -p 300 -M 255.255.255.0");
  }

  @Test
  @Row("persistence-ipv4-networks")
  void theNetmaskMakesOneClientOfAWholeNetwork() {
    List<String> clients = IntStream.range(101, 113).mapToObj(last -> "10.1.210." + last).toList();

    var together = persistence.client().getFromEach(clients, "10.1.210.59:80");
    var apart = persistence.client().getFromEach(clients, "10.1.210.58:80");

    assertThat(together.counts()).hasSize(1);
    assertThat(apart).hasToString("rs-52=6 rs-53=6");
  }
}
