package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.ClientAnswer;
import dev.lvs.lab.traffic.HeldAssociation;
import dev.lvs.lab.traffic.SctpClient;
import dev.lvs.lab.traffic.SctpServer;
import dev.lvs.verdict.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Associations of SCTP that go by two VIPs at once: real servers name all they hold. */
@Tag("kernel")
class AssociationsIT {
  private static final String DIAMETER = "10.1.210.58:3868";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** {@code SCTP_ACTIVE} of {@code enum sctp_spinfo_state}, include/uapi/linux/sctp.h. */
  private static final String ACTIVE = "2";

  private static final String SLOPPY = "net/ipv4/vs/sloppy_sctp";

  @AutoClose
  private final Scenario lab = new Scenario(Topology.direct(), "dr", AssociationsIT::two);

  private final List<SctpServer> servers = new ArrayList<>();
  private final List<HeldAssociation> held = new ArrayList<>();

  @BeforeEach
  void serve() {
    for (String name : List.of("rs-52", "rs-53")) {
      servers.add(lab.host(name).inside(() -> new SctpServer(name, "0.0.0.0", 3868)));
    }
    // milliseconds between HEARTBEATs
    lab.host(Topology.CLIENT).sysctl("net/sctp/hb_interval", "500");
  }

  @AfterEach
  void end() {
    held.forEach(HeldAssociation::close);
    servers.forEach(SctpServer::close);
  }

  @Test
  @Row("sctp-two-vips")
  void livesOnByBothVips() {
    assertThat(lab.director().sysctl(SLOPPY)).isEqualTo("1");

    hold();

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              String paths = lab.host(Topology.CLIENT).run("cat", "/proc/net/sctp/remaddr");
              assertThat(activePaths(paths)).as(paths).containsExactly(4L, 4L);
            });
    assertThat(held)
        .allSatisfy(one -> assertThat(one.askAgain()).isEqualTo(one.answer()))
        .extracting(one -> one.answer().word())
        .contains("rs-52", "rs-53");
  }

  @Test
  @Row("sctp-two-vips")
  void isAbortedByTheDirectorThatKnowsNothingOfIt() {
    lab.agents().stop();
    lab.director().sysctl(SLOPPY, "0");

    hold();

    await()
        .atMost(PATIENCE)
        .until(() -> held.stream().allMatch(one -> one.askAgain() == ClientAnswer.Failure.RESET));
  }

  private void hold() {
    for (String source : List.of("100", "101", "104", "105")) {
      held.add(
          new SctpClient(lab.host(Topology.CLIENT)::inside, "10.1.210." + source).hold(DIAMETER));
    }
  }

  /**
   * Returns how many associations of the client have confirmed each VIP as an address of their
   * server.
   */
  private static List<Long> activePaths(String paths) {
    return Stream.of("10.1.210.58", "10.1.210.59")
        .map(
            vip ->
                paths
                    .lines()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(columns -> columns[0].equals(vip))
                    .filter(columns -> columns[columns.length - 1].equals(ACTIVE))
                    .count())
        .toList();
  }

  private static EditableManifests two(EditableManifests manifests) {
    return manifests
        .replace("cluster.yaml", "10.1.210.58/32", "10.1.210.58/31")
        .replace("virtual-service.yaml", "[10.1.210.58]", "[10.1.210.58, 10.1.210.59]")
        .replace("virtual-service.yaml", "port: 80", "port: 3868, protocol: SCTP")
        .replace("virtual-service.yaml", "scheduler: wrr", "scheduler: sh");
  }
}
