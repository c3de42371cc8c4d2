package dev.lvs.lab.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerdictTableTest {

  private static final Proof TAKES_TURNS =
      new Proof("dev.lvs.scenario.SchedulersIT", "takesTurns", List.of("scheduler-rr"), true);
  private static final Proof MAPS_PORTS =
      new Proof(
          "dev.lvs.scenario.NatIT", "mapsPorts", List.of("scheduler-rr", "nat-port-mapping"), true);

  @Test
  void saysWhatHoldsFailsAndIsMissing() {
    List<Feature> features =
        List.of(
            new Feature("scheduler-rr", "rr"),
            new Feature("tunnel-gre", "GRE"),
            new Feature("nat-port-mapping", "port mapping"));

    VerdictTable table =
        VerdictTable.of(
            features,
            List.of(TAKES_TURNS, MAPS_PORTS),
            new Results(Map.of(TAKES_TURNS.name(), true, MAPS_PORTS.name(), false)));

    assertThat(table)
        .hasToString(
            """
            row              verdict  feature      tests
            scheduler-rr     fails    rr           NatIT.mapsPorts
            tunnel-gre       missing  GRE
            nat-port-mapping fails    port mapping NatIT.mapsPorts
            0 of 3 rows hold, 2 fail, 1 have no test
            """);
    assertThat(table.allHold()).isFalse();
  }

  @Test
  void aRowHoldsOnlyWhenEachOfItsTestsRanAndPassed() {
    List<Feature> rr = List.of(new Feature("scheduler-rr", "rr"));
    List<Proof> both = List.of(TAKES_TURNS, MAPS_PORTS);

    VerdictTable half = VerdictTable.of(rr, both, new Results(Map.of(TAKES_TURNS.name(), true)));
    VerdictTable whole =
        VerdictTable.of(
            rr, both, new Results(Map.of(TAKES_TURNS.name(), true, MAPS_PORTS.name(), true)));

    assertThat(half.allHold()).isFalse();
    assertThat(whole.allHold()).isTrue();
    assertThat(whole.toString()).contains("holds    rr      SchedulersIT.takesTurns +1");
  }

  @Test
  void readsWhatBecameOfEachTest(@TempDir Path folder) throws Exception {
    Files.writeString(
        folder.resolve("TEST-junit-jupiter.xml"),
        """
        <testsuite>
          <testcase name="well()" classname="dev.lvs.A"/>
          <testcase name="often(String)[1]" classname="dev.lvs.A"/>
          <testcase name="often(String)[2]" classname="dev.lvs.A"><failure/></testcase>
          <testcase name="left()" classname="dev.lvs.A"><skipped/></testcase>
        </testsuite>
        """);

    assertThat(Results.read(folder).passed())
        .containsOnly(
            Map.entry("dev.lvs.A.well", true),
            Map.entry("dev.lvs.A.often", false),
            Map.entry("dev.lvs.A.left", false));
  }

  @Test
  void everyRowThatATestNamesIsInTheTable() {
    List<String> rows = Feature.all().stream().map(Feature::row).toList();

    assertThat(rows)
        .doesNotHaveDuplicates()
        .allMatch(row -> row.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*"))
        .contains(
            "services-tcp",
            "ftp-helper",
            "vip-added-and-removed",
            "prerequisites-told",
            "guide-fullnat",
            "guide-scripts-faults-avoided",
            "mark-granted",
            "import-folded");
    assertThat(Proof.all())
        .isNotEmpty()
        .allSatisfy(proof -> assertThat(rows).as(proof.name()).containsAll(proof.rows()));
  }
}
