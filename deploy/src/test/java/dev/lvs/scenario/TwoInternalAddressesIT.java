package dev.lvs.scenario;

import static dev.lvs.lab.Topology.VIP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Machine;
import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real server whose Node lists an address first that no director has a link to. */
@Tag("kernel")
class TwoInternalAddressesIT {
  private static final String HTTP = VIP + ":80";
  private static final String ADDRESS = "{type: InternalIP, address: 10.1.210.52}";
  private static final String OFF_LINK = "{type: InternalIP, address: 192.0.2.52}";

  @AutoClose
  private final Scenario dr = new Scenario(twoHomed(), "dr", TwoInternalAddressesIT::twoAddresses);

  @Test
  @Row("two-internal-addresses")
  void theAddressNextToTheDirectorsIsTaken() {
    assertThat(dr.director().witness()).contains("-a -t 10.1.210.58:80 -r 10.1.210.52:80 -g -w 1");
    assertThat(dr.client().get(HTTP, 6)).hasToString("rs-52=3 rs-53=3");
  }

  @Test
  @Row("two-internal-addresses")
  void theOtherLeadsNowhere() {
    dr.agents().stop();
    dr.director().run("ipvsadm", "-d", "-t", HTTP, "-r", "10.1.210.52:80");
    dr.director().run("ipvsadm", "-a", "-t", HTTP, "-r", "192.0.2.52:80", "-g", "-w", "1");

    assertThat(dr.client().get(HTTP, 4).toString()).doesNotContain("rs-52");
  }

  @Test
  @Row("two-internal-addresses")
  void theDirectorSaysThatItCannotReachTheOther() {
    dr.agents().manifests().replace("real-servers.yaml", "nodeName: rs-52", "address: 192.0.2.52");

    await()
        .untilAsserted(
            () ->
                assertThat(
                        dr.agents().round("lvs-director").before().desired().obstacles().stream()
                            .map(one -> one.reason().text() + " " + one.wanted()))
                    .containsExactly("ServerNotOnLink reach real server 192.0.2.52 by DR"));
    assertThat(dr.client().get(HTTP, 4).toString()).doesNotContain("rs-52");
  }

  private static EditableManifests twoAddresses(EditableManifests manifests) {
    return manifests
        .replace("nodes.yaml", ADDRESS, OFF_LINK + ", " + ADDRESS)
        .replace("real-servers.yaml", "address: 10.1.210.52", "nodeName: rs-52");
  }

  private static Topology twoHomed() {
    Topology direct = Topology.direct();
    return new Topology(
            direct.machines().stream().filter(one -> !one.name().equals("rs-52")).toList())
        .with(Stream.of(Machine.named("rs-52", "10.1.210.52", "192.0.2.52").serving(80)));
  }
}
