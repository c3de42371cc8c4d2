package dev.lvs.tool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.ledger.KernelLife;
import dev.lvs.agent.report.HoldersFile;
import dev.lvs.agent.report.LocalHolders;
import dev.lvs.api.v1alpha1.GroupStanding;
import dev.lvs.api.v1alpha1.VrrpReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups of a node from the file of the agent to the lines of {@code lvs holders}. */
class HolderTableTest {
  private static final KernelLife LIFE = new KernelLife("b001", "net:[1]");
  private static final LocalHolders.Group HOLDER =
      new LocalHolders.Group(
          "lvs-edge-0",
          "Holder",
          "edge-1/0a1b2c3d",
          "2026-01-01T00:00:00Z",
          10_000L,
          15_250L,
          null,
          new LocalHolders.Counts(1L, Map.of("Taken", 2L), 30L, 1L, 250L, 4_000L));
  private static final LocalHolders.Group FENCED =
      new LocalHolders.Group(
          "lvs-inner-0",
          "Fenced",
          null,
          "2026-01-01T00:00:00Z",
          4_000L,
          null,
          "interface eth1 is down or has no carrier",
          null);

  private static final LocalHolders.VrrpGroup KEEPALIVED =
      new LocalHolders.VrrpGroup("near", "Waiting", "2026-01-01T00:00:00Z", null);
  private static final LocalHolders.BgpGroup ANNOUNCED =
      new LocalHolders.BgpGroup(
          "outer", "Announced", "Established", "2026-01-01T00:00:00Z", 19_000L, null);

  @TempDir Path directory;

  @Test
  void saysWhoHasTheVipsAndWhyNotThisNode() {
    HolderTable table = new HolderTable(11_000);
    assertThat(table.isEmpty()).isTrue();

    table.add(HOLDER);
    table.add(FENCED);
    table.add(KEEPALIVED);
    table.add(LocalHolders.VrrpGroup.unknown("far", "no round has ended"));
    table.add(ANNOUNCED);

    assertThat(table.lines())
        .containsExactly(
            "MODE   NAME         STATE      HOLDER           SINCE                 RENEWED    LEFT "
                + "  WHY NOT HERE",
            "lease  lvs-edge-0   Holder     edge-1/0a1b2c3d  2026-01-01T00:00:00Z  1.0 s ago  4.3 s"
                + "  -",
            "lease  lvs-inner-0  Fenced     -                2026-01-01T00:00:00Z  7.0 s ago  -    "
                + "  interface eth1 is down or has no carrier",
            "vrrp   near         Waiting    -                2026-01-01T00:00:00Z  -          -    "
                + "  -",
            "vrrp   far          Unknown    -                -                     -          -    "
                + "  no round has ended",
            "bgp    outer        Announced  -                2026-01-01T00:00:00Z  -          8.0 s"
                + "  -");
  }

  @Test
  void whatIsInDoubtIsNotKnown() {
    VrrpReport report = new VrrpReport("near", GroupStanding.WAITING, "2026-01-01T00:00:00Z", null);

    assertThat(LocalHolders.VrrpGroup.of(report, Optional.empty())).isEqualTo(KEEPALIVED);
    assertThat(LocalHolders.VrrpGroup.of(report, Optional.of("it is old")))
        .isEqualTo(new LocalHolders.VrrpGroup("near", "Unknown", null, "it is old"));
    assertThat(ANNOUNCED.at(19_000)).isEqualTo(ANNOUNCED);
    assertThat(ANNOUNCED.at(19_001).state()).isEqualTo("Unknown");
  }

  /** An agent that stands still says nothing more, and its token runs out. */
  @Test
  void aTokenThatIsOverIsNoHolder() {
    assertThat(HOLDER.at(15_250)).isEqualTo(HOLDER);
    assertThat(HOLDER.at(15_251).state()).isEqualTo("Unknown");
    assertThat(FENCED.at(1_000_000)).isEqualTo(FENCED);
  }

  @Test
  void readsWhatWasWritten() throws IOException {
    HoldersFile file = new HoldersFile(directory);
    file.write(LIFE, List.of(HOLDER), List.of(), Optional.empty());
    assertThat(HoldersFile.read(directory).orElseThrow().pending()).contains("no plan");

    file.write(LIFE, List.of(HOLDER, FENCED), List.of(KEEPALIVED), Optional.of(List.of(ANNOUNCED)));
    LocalHolders read = HoldersFile.read(directory).orElseThrow();

    assertThat(read.groups()).containsExactly(HOLDER, FENCED);
    assertThat(read.vrrp()).containsExactly(KEEPALIVED);
    assertThat(read.bgp()).containsExactly(ANNOUNCED);
    assertThat(read.pending()).isNull();
    assertThat(read.doubt(LIFE)).isEmpty();
    assertThat(read.doubt(new KernelLife("b002", "net:[1]"))).isPresent();
    assertThat(
            new LocalHolders(
                    "",
                    LIFE.toString(),
                    read.seenMillis() - 6_000,
                    read.goodForMillis(),
                    List.of(),
                    List.of(),
                    List.of(),
                    null)
                .doubt(LIFE))
        .isPresent();
  }

  /** Programs read groups with a Lease by these names since the first version. */
  @Test
  void keepsTheFieldsOfGroupsWithALease() throws IOException {
    new HoldersFile(directory).write(LIFE, List.of(HOLDER), List.of(), Optional.of(List.of()));

    assertThat(directory.resolve("holders.json"))
        .content()
        .contains("\"groups\":[{\"lease\":\"lvs-edge-0\",\"state\":\"Holder\",\"holder\":");
  }

  @Test
  void knowsNothingWithoutAFile() throws IOException {
    assertThat(HoldersFile.read(directory)).isEmpty();
  }
}
