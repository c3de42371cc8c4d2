package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Topology;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Probes that go the way of clients' packets to every VIP of a service by firewall mark, and which
 * the application answers on its own address all the time.
 */
@Tag("kernel")
class ForwardedProbesOfMarksIT {
  @SuppressWarnings("NullAway.Init") // before each test
  private ProbedScenario probed;

  @BeforeEach
  void start() {
    probed =
        new ProbedScenario(
            Topology.direct().dualStack(),
            "dual-stack",
            "wrr",
            ForwardedProbesOfMarksIT::byMarkWithFourVips);
  }

  @AfterEach
  void close() {
    probed.close();
  }

  @Test
  void findsARealServerThatLacksOneOfTheVipsOfAFamily() {
    probed.staysUp(
        "-f 17 -r 10.1.210.52:0 -g",
        "-f 17 -r 10.1.210.53:0 -g",
        "-f 17 -6 -r [2001:db8:210::52]:0 -g",
        "-f 17 -6 -r [2001:db8:210::53]:0 -g");

    probed.takeVip("rs-52", "10.1.210.59/32");
    probed.takeVip("rs-53", "2001:db8:210::59/128");

    probed.awaitTable("-f 17 -r 10.1.210.52:0 -g -w 0");
    probed.awaitTable("-f 17 -6 -r [2001:db8:210::53]:0 -g -w 0");
    probed.staysUp("-f 17 -r 10.1.210.53:0 -g", "-f 17 -6 -r [2001:db8:210::52]:0 -g");
    assertThat(probed.told())
        .satisfiesExactlyInAnyOrder(
            words ->
                assertThat(words)
                    .contains("no answer from 10.1.210.52 through VIP 10.1.210.59:80 in time"),
            words ->
                assertThat(words)
                    .contains(
                        "no answer from 2001:db8:210::53 through VIP [2001:db8:210::59]:80 in"
                            + " time"));

    probed.askDirectly();
    probed.staysUp("-f 17 -r 10.1.210.52:0 -g", "-f 17 -6 -r [2001:db8:210::53]:0 -g");
  }

  @Test
  void findsARealServerThatLacksTheFirstAndTakesItBackWithIt() {
    probed.staysUp("-f 17 -r 10.1.210.52:0 -g", "-f 17 -r 10.1.210.53:0 -g");

    probed.takeVip("rs-52", "10.1.210.58/32");
    probed.awaitTable("-f 17 -r 10.1.210.52:0 -g -w 0");

    probed.scenario().host("rs-52").ip("addr replace 10.1.210.58/32 dev lo");
    probed.staysUp("-f 17 -r 10.1.210.52:0 -g", "-f 17 -r 10.1.210.53:0 -g");
  }

  private static EditableManifests byMarkWithFourVips(EditableManifests dual) {
    String file = "virtual-service.yaml";
    return dual.removeDocument(file, "name: dns")
        .replace(
            "cluster.yaml",
            "10.1.210.58/32, \"2001:db8:210::58/128\"]",
            "10.1.210.58/31, \"2001:db8:210::58/127\"]\n  firewallMarks: [\"17\"]")
        .replace(
            "cluster.yaml",
            "    nodeSelector: {matchLabels: {lvs.dev/real-server",
            "    nodePorts: [\"1-65535\"]\n    nodeSelector: {matchLabels: {lvs.dev/real-server")
        .replace(
            file,
            "10.1.210.58, \"2001:db8:210::58\"]",
            "10.1.210.58, 10.1.210.59, \"2001:db8:210::58\", \"2001:db8:210::59\"]")
        .replace(file, "ports: [{port: 80}]", "firewallMark: 17")
        .replace(file, "healthCheck: {", "healthCheck: {port: 80, ");
  }
}
