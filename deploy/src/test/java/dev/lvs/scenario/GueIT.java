package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("kernel")
class GueIT {

  private static final List<String> REAL_SERVERS = List.of("rs-21", "rs-22");

  @AutoClose private final Scenario gue = new Scenario(Topology.tunnel(), "tun-gue");

  @ParameterizedTest
  @CsvSource({"none, --tun-nocsum", "csum, --tun-csum", "remcsum, --tun-remcsum"})
  @Row({
    "tunnel-gue",
    "tunnel-nocsum",
    "tunnel-csum",
    "tunnel-remcsum",
    "real-server-of-tunnels-set-up"
  })
  void reachesRealServersThroughUdpWithEveryChecksum(String checksum, String option) {
    if (!checksum.equals("none")) {
      gue.edit("virtual-service.yaml", "checksum: none}", "checksum: %s}".formatted(checksum));
    }

    var answers = gue.client().get("10.1.210.58:80", 6);

    assertThat(answers).hasToString("rs-21=3 rs-22=3");
    assertThat(answers.localEnds()).containsExactly("10.1.210.58:80");
    assertThat(gue.director().witness())
        .contains(
            "-a -t 10.1.210.58:80 -r 198.51.100.21:80 -i -w 1 --tun-type gue --tun-port 6080 "
                + option);
    assertThat(gue.host("rs-21").run("ip", "fou", "show").strip()).isEqualTo("port 6080 gue");
  }

  @Test
  void isRefusedWhereNobodyUnwrapsThePort() {
    REAL_SERVERS.forEach(server -> gue.host(server).ip("fou del port 6080"));

    assertThat(gue.client().get("10.1.210.58:80", 1)).hasToString("REFUSED");
  }

  @Test
  @Row("real-server-of-tunnels-set-up")
  void followsThePortAndClosesWhatItOpened() {
    gue.host("rs-21").ip("fou add port 6099 gue");

    gue.edit("virtual-service.yaml", "port: 6080", "port: 6082");

    assertThat(gue.client().get("10.1.210.58:80", 2)).hasToString("rs-21=1 rs-22=1");
    assertThat(gue.host("rs-22").run("ip", "fou", "show").strip()).isEqualTo("port 6082 gue");

    gue.agents().cleanUp();

    assertThat(gue.host("rs-21").run("ip", "fou", "show").strip()).isEqualTo("port 6099 gue");
    assertThat(gue.host("rs-22").run("ip", "fou", "show")).isBlank();
    assertThat(gue.host("rs-22").run("ip", "-o", "link")).doesNotContain("lvs");
  }

  @Test
  @Row("prerequisites-told")
  void saysWhoElseHasThePort() {
    gue.host("rs-21").ip("fou add port 6082 ipproto 4");

    var refused = gue.editInVain("rs-21", "virtual-service.yaml", "port: 6080", "port: 6082");

    assertThat(refused)
        .singleElement()
        .satisfies(
            it ->
                assertThat(it.message())
                    .contains("UDP port 6082", "change the port of the tunnel"));
  }
}
