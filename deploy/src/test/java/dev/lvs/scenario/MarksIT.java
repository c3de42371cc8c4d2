package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.Answers;
import dev.lvs.verdict.Row;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Services of a firewall mark: PFMC, ranges of ports, and marks that users set themselves. */
@Tag("kernel")
class MarksIT {
  private static final String HTTP = "10.1.210.58:80";
  private static final String HTTPS = "10.1.210.58:443";
  private static final String PFMC = "  persistence: {mode: PFMC, timeout: 300s}\n";

  @AutoClose
  private final Scenario marks = new Scenario(Topology.direct(10_500).dualStack(), "pfmc");

  @Test
  @Row("guide-pfmc")
  void httpAndHttpsOfAClientReachOneRealServer() {
    assertThat(serverOf("10.1.210.101", HTTP)).isNotEqualTo(serverOf("10.1.210.102", HTTP));

    // asked for in another order, so that services by themselves would choose otherwise
    String second = serverOf("10.1.210.102", HTTPS);
    String first = serverOf("10.1.210.101", HTTPS);

    assertThat(first).isEqualTo(serverOf("10.1.210.101", HTTP));
    assertThat(second).isEqualTo(serverOf("10.1.210.102", HTTP));
    assertThat(marks.director().witness())
        .filteredOn(line -> line.matches("-A -f 4[0-9]{3} .*-p 300.*"))
        .hasSize(2)
        .anyMatch(line -> line.contains(" -6 "));
  }

  @Test
  void withoutTheMarkEachPortChoosesByItself() {
    marks.edit("virtual-service.yaml", "mode: PFMC", "mode: PPC");
    String http = serverOf("10.1.210.101", HTTP);
    serverOf("10.1.210.102", HTTP);
    serverOf("10.1.210.102", HTTPS);

    assertThat(serverOf("10.1.210.101", HTTPS)).isNotEqualTo(http);
  }

  @Test
  @Row("services-by-mark-ipv6")
  void ipv6IsMarkedToo() {
    Answers http = marks.client().get("[2001:db8:210::58]:80", 4);
    Answers https = marks.client().get("[2001:db8:210::58]:443", 4);

    assertThat(http.areComplete()).isTrue();
    assertThat(http.counts()).hasSize(1).isEqualTo(https.counts());
  }

  @Test
  void aRangeOfPortsIsServedAndNothingBesideIt() {
    Answers inside = marks.client().ask("10.1.210.58:10500", 4);
    marks.edit(
        "virtual-service.yaml", "port: 10000, endPort: 10999", "port: 10000, endPort: 10499");
    Answers outside = marks.client().ask("10.1.210.58:10500", 2);

    assertThat(inside).hasToString("rs-52=2 rs-53=2");
    assertThat(outside.areComplete()).isFalse();
  }

  @Test
  void whatSomebodyChangesInTheTableIsPutRight() {
    String table = table();
    marks.agents().stop();
    marks.director().run("nft", "flush chain inet lvs-operator marks");
    assertThat(marks.client().get(HTTP, 2).areComplete()).isFalse();

    marks.agents().start();

    assertThat(table()).isEqualTo(table);
    assertThat(marks.client().get(HTTP, 2).areComplete()).isTrue();
    marks.agents().stop();
    marks.director().run("nft", "delete table inet lvs-operator");
    marks.agents().start();
    assertThat(table()).isEqualTo(table);
    marks.agents().stop();
    marks.director().run("nft", "add rule inet lvs-operator marks drop");
    marks.agents().start();
    assertThat(table()).isEqualTo(table);
  }

  @Test
  void theSamePlanAgainLeavesTheTableAlone() {
    marks.agents().stop();
    String before = marks.director().run("nft", "-a", "list", "ruleset");

    marks.agents().start();

    assertThat(marks.director().run("nft", "-a", "list", "ruleset")).isEqualTo(before);
    assertThat(marks.agents().round(Topology.DIRECTOR).hasChanged()).isFalse();
  }

  @Test
  void otherTablesStayAndOursGoesWithTheRest() {
    marks.director().run("nft", "add table inet other");

    marks.agents().cleanUp();

    assertThat(marks.director().run("nft", "list", "tables").strip()).isEqualTo("table inet other");
  }

  @Test
  @Row("services-by-mark")
  void whoMarksPacketsHimselfNeedsNoTable() {
    marks.remove("virtual-service.yaml", "name: media");
    marks
        .agents()
        .manifests()
        .replace(
            "cluster.yaml",
            "  realServers:\n",
            "  firewallMarks: [\"17\"]\n  realServers:\n    nodePorts: [\"1-65535\"]\n");
    marks.edit("virtual-service.yaml", PFMC, "  firewallMark: 17\n");
    assertThat(marks.director().run("nft", "list", "tables")).isBlank();
    assertThat(marks.client().get(HTTP, 2).areComplete()).isFalse();

    marks
        .director()
        .run("nft", "add table ip own; add chain ip own in { type filter hook input priority 0; }");
    marks.director().run("nft", "add rule ip own in tcp dport 80 meta mark set 17");

    assertThat(marks.client().get(HTTP, 4)).hasToString("rs-52=2 rs-53=2");
    assertThat(marks.director().witness()).contains("-A -f 17 -s rr");
  }

  private String serverOf(String client, String target) {
    return marks.client().from(client).get(target, 1).all().getFirst().word();
  }

  private String table() {
    return marks.director().run("nft", "list", "table", "inet", "lvs-operator");
  }
}
