package dev.lvs.scenario;

import static dev.lvs.lab.Topology.VIP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients of a service whose VIP is granted no more. */
@Tag("kernel")
class WithdrawnVipIT {
  private static final String HTTP = VIP + ":80";
  private static final List<String> NODES = List.of("lvs-director", "rs-52", "rs-53");

  @AutoClose private final Scenario dr = new Scenario(Topology.direct(), "dr");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cluster.yaml | metadata.name: shop      | metadata.name: other",
        "cluster.yaml | addresses: [10.1.210.58/32] | addresses: [10.1.210.59/32]",
        "nodes.yaml   | lvs.dev/director: \"true\"  | lvs.dev/director: \"false\""
      })
  @Row("right-withdrawn")
  void nobodyHoldsOrServesAVipThatIsTakenBack(String file, String said, String says) {
    assertThat(dr.client().get(HTTP, 2)).hasToString("rs-52=1 rs-53=1");

    dr.edit(file, said, says);

    assertThat(dr.director().witness()).isEmpty();
    NODES.forEach(
        node -> assertThat(dr.host(node).run("ip", "-o", "addr")).doesNotContain(VIP + "/"));
    assertThat(dr.client().get(HTTP, 1).toString()).doesNotContain("rs-5");
  }

  @Test
  @Row("right-withdrawn")
  void aMistakeTakesNothingFromClients() {
    dr.agents()
        .manifests()
        .replace("virtual-service.yaml", "addresses: [10.1.210.58]", "addresses: [10.1.210.59]");
    await().until(() -> !dr.agents().round("lvs-director").plan().problems().isEmpty());

    assertThat(dr.client().get(HTTP, 2)).hasToString("rs-52=1 rs-53=1");
  }
}
