package dev.lvs.tool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.ledger.KernelLife;
import dev.lvs.agent.report.HoldersFile;
import dev.lvs.agent.report.LocalHolders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

  @TempDir Path directory;

  @Test
  void saysWhoHasTheVipsAndWhyNotThisNode() {
    assertThat(HolderTable.lines(List.of(HOLDER, FENCED), 11_000))
        .containsExactly(
            "LEASE        STATE   HOLDER           SINCE                 RENEWED    LEFT   WHY NOT"
                + " HERE",
            "lvs-edge-0   Holder  edge-1/0a1b2c3d  2026-01-01T00:00:00Z  1.0 s ago  4.3 s  -",
            "lvs-inner-0  Fenced  -                2026-01-01T00:00:00Z  7.0 s ago  -     "
                + " interface eth1 is down or has no carrier");
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
    new HoldersFile(directory, HoldersFile.INTERVAL).write(LIFE, List.of(HOLDER, FENCED));

    LocalHolders read = HoldersFile.read(directory).orElseThrow();

    assertThat(read.groups()).containsExactly(HOLDER, FENCED);
    assertThat(read.doubt(LIFE)).isEmpty();
    assertThat(read.doubt(new KernelLife("b002", "net:[1]"))).isPresent();
    assertThat(
            new LocalHolders("", LIFE.toString(), read.seenMillis() - 6_000, 5_000L, List.of())
                .doubt(LIFE))
        .isPresent();
  }

  @Test
  void knowsNothingWithoutAFile() throws IOException {
    assertThat(HoldersFile.read(directory)).isEmpty();
  }
}
