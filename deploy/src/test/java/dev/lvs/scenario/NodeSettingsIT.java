package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings of a DirectorGroup on its nodes, with ipvsadm and /proc/sys as witnesses. */
@Tag("kernel")
class NodeSettingsIT {
  private static final String HTTP = "10.1.210.58:80";

  private static final String SET = "nodeSelector: {matchLabels: {lvs.dev/director: \"true\"}}";

  @Test
  @Row("timeouts")
  void timeoutsAreSetKeptAndPutBack() {
    try (Scenario lab = scenario("timeouts: {tcp: 10m, udp: 30s}")) {
      assertThat(timeouts(lab)).isEqualTo("Timeout (tcp tcpfin udp): 600 120 30");

      lab.edit("cluster.yaml", "{tcp: 10m, udp: 30s}", "{tcpFin: 60s, udp: 45s}");

      assertThat(timeouts(lab)).isEqualTo("Timeout (tcp tcpfin udp): 900 60 45");

      lab.agents().cleanUp();

      assertThat(timeouts(lab)).isEqualTo("Timeout (tcp tcpfin udp): 900 120 300");
    }
  }

  @Test
  @Row("timeouts")
  void aTimeoutThatTheManifestDoesNotNameIsNotTouched() {
    try (Scenario lab = scenario("timeouts: {tcp: 10m}")) {
      lab.director().run("ipvsadm", "--set", "0", "77", "0");

      lab.edit("cluster.yaml", "{tcp: 10m}", "{tcp: 20m}");
      lab.agents().cleanUp();

      assertThat(timeouts(lab)).isEqualTo("Timeout (tcp tcpfin udp): 900 77 300");
    }
  }

  @Test
  @Row({"sysctls-put-back", "ipvs-sysctls-set"})
  void settingsOfIpvsAreSetAndPutBackToWhatTheyWere() {
    try (Lab lab = Lab.of(Topology.direct());
        EditableManifests manifests = EditableManifests.ofExample("dr")) {
      Host director = lab.director();
      director.sysctl("net/ipv4/vs/am_droprate", "7");
      manifests.replace(
          "cluster.yaml",
          SET,
          SET + "\n  ipvsSysctls: {sloppy_tcp: 1, sync_threshold: '2 60', am_droprate: 20}");
      try (Agents agents = Agents.run(lab, manifests, List.of(Topology.DIRECTOR))) {
        assertThat(director.sysctl("net/ipv4/vs/sloppy_tcp")).isEqualTo("1");
        assertThat(director.sysctl("net/ipv4/vs/sync_threshold")).isEqualTo("2\t60");
        assertThat(director.sysctl("net/ipv4/vs/am_droprate")).isEqualTo("20");

        manifests.replace("cluster.yaml", "sloppy_tcp: 1, ", "");
        agents.settle();

        assertThat(director.sysctl("net/ipv4/vs/sloppy_tcp")).isEqualTo("0");

        agents.cleanUp();

        assertThat(director.sysctl("net/ipv4/vs/sync_threshold")).isEqualTo("3\t50");
        assertThat(director.sysctl("net/ipv4/vs/am_droprate")).isEqualTo("7");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"conn_lfactor, 7.1", "conn_max, 7.2"})
  @Row({"ipvs-sysctls-set", "conn-max"})
  void aSettingThatThisKernelLacksIsNamedAndTheRestIsInForce(String name, String version) {
    try (Scenario lab = scenario("")) {
      lab.agents()
          .manifests()
          .replace(
              "cluster.yaml", SET, SET + "\n  ipvsSysctls: {%s: 2, sloppy_tcp: 1}".formatted(name));

      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> !lab.agents().round(Topology.DIRECTOR).refused().isEmpty());

      assertThat(lab.agents().round(Topology.DIRECTOR).refused())
          .singleElement()
          .satisfies(
              refused ->
                  assertThat(refused.message())
                      .contains(
                          "net/ipv4/vs/" + name,
                          "ipvsSysctls of the DirectorGroup, or use Linux " + version));
      assertThat(lab.director().sysctl("net/ipv4/vs/sloppy_tcp")).isEqualTo("1");
      assertThat(lab.client().get("10.1.210.58:80", 2)).hasToString("rs-52=1 rs-53=1");
    }
  }

  private static Scenario scenario(String settings) {
    return new Scenario(
        Topology.direct(),
        "dr",
        manifests -> {
          manifests.replace("cluster.yaml", SET, SET + "\n  " + settings);
          return manifests;
        });
  }

  private static String timeouts(Scenario lab) {
    return lab.director().run("ipvsadm", "-L", "--timeout").strip();
  }

  /** Requests come in by the VIP's network, answers go out by the default route's. */
  @Test
  @Row("strict-rp-filter")
  void clientsThatAreAnsweredByAnotherInterfaceReachADirectorThatFiltersStrictly() {
    Topology topology =
        Topology.of(
            Machine.named(Topology.CLIENT, "198.51.100.100").via("198.51.100.1"),
            Machine.named("router", "10.1.210.1", "192.0.2.254", "198.51.100.1").forwarding(),
            Machine.named(Topology.DIRECTOR, "10.1.210.51", "192.0.2.1").via("192.0.2.254"),
            Machine.named("web-1", "192.0.2.21").via("192.0.2.1").serving(8080),
            Machine.named("web-2", "192.0.2.22").via("192.0.2.1").serving(8080));
    String inward = "net/ipv4/conf/e0/rp_filter";
    try (Lab lab = Lab.of(topology);
        EditableManifests manifests = EditableManifests.ofExample("nat")) {
      lab.director().sysctl(inward, "1");
      lab.director().sysctl("net/ipv4/conf/e1/rp_filter", "1");
      try (Agents agents = Agents.run(lab, manifests)) {
        assertThat(lab.client().get(HTTP, 2)).hasToString("web-1=1 web-2=1");
        assertThat(lab.director().sysctl("net/ipv4/conf/e1/rp_filter")).isEqualTo("1");

        lab.director().sysctl(inward, "1");
        assertThat(lab.client().get(HTTP, 1)).as("strictly").hasToString("TIMEOUT");
        lab.director().sysctl(inward, "2");
        agents.cleanUp();
      }
      assertThat(lab.director().sysctl(inward)).isEqualTo("1");
    }
  }
}
