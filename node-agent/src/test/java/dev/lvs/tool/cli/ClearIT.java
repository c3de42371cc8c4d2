package dev.lvs.tool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.InFreshNamespace;
import dev.lvs.agent.kernel.Kernel;
import dev.lvs.agent.ledger.Ledger;
import dev.lvs.agent.object.Change;
import dev.lvs.tool.saved.Command.Alter;
import dev.lvs.tool.saved.NameFiles;
import dev.lvs.tool.saved.SavedTable;
import dev.lvs.verdict.Row;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Clears the table of what is ours, or of everything, and leaves it to an agent that runs. */
@Tag("kernel")
@ExtendWith(InFreshNamespace.class)
class ClearIT {
  private static final String OURS =
      """
      -A -t 192.0.2.10:80 -s rr
      -a -t 192.0.2.10:80 -r 198.51.100.21:80 -g -w 1
      -A -t 192.0.2.11:80 -s rr
      -a -t 192.0.2.11:80 -r 198.51.100.21:80 -g -w 1
      """;

  @TempDir private Path directory;

  @BeforeEach
  void fill() throws Exception {
    ProgramOutput.run("", "ip link set lo up");
    try (Kernel kernel = Kernel.open();
        Ledger ledger = Ledger.open(directory, kernel.life())) {
      List<Change> changes =
          SavedTable.read(OURS, NameFiles.NONE).steps().stream()
              .<Change>map(step -> ((Alter) step.command()).change())
              .toList();
      kernel.apply(changes, ledger);
    }
    ProgramOutput.ipvsadm("-a -t 192.0.2.11:80 -r 198.51.100.99:80 -g");
    ProgramOutput.ipvsadm("-A -f 7 -s rr");
  }

  @Row("clear-own-entries")
  @Test
  void takesWhatIsOursAndNothingElse() throws Exception {
    ProgramOutput dry =
        ProgramOutput.lvs("clear", "--dry-run", "--state-dir", directory.toString());
    ProgramOutput cleared = ProgramOutput.lvs("clear", "--state-dir", directory.toString());

    assertThat(dry.out().lines())
        .containsExactlyInAnyOrder(
            "ipvsadm -D -t 192.0.2.10:80", "ipvsadm -d -t 192.0.2.11:80 -r 198.51.100.21:80");
    assertThat(cleared.code()).isZero();
    assertThat(cleared.err()).contains("Virtual server TCP 192.0.2.11:80").contains("it stays");
    assertThat(ProgramOutput.ipvsadm("-S -n").out().lines())
        .containsExactlyInAnyOrder(
            "-A -t 192.0.2.11:80 -s rr",
            "-a -t 192.0.2.11:80 -r 198.51.100.99:80 -g -w 1",
            "-A -f 7 -s rr");
    // the ledger has heard of it
    assertThat(ProgramOutput.lvs("clear", "--dry-run", "--state-dir", directory.toString()).out())
        .doesNotContain("198.51.100.21");
  }

  @Row("clear-own-entries")
  @Test
  void takesEverythingWhenTold() throws Exception {
    assertThat(ProgramOutput.lvs("clear", "--all").code()).isZero();

    assertThat(ProgramOutput.ipvsadm("-S -n").out()).isEmpty();
  }

  @Test
  void leavesTheTableToARunningAgent() throws Exception {
    String before = ProgramOutput.ipvsadm("-S -n").out();
    try (Kernel kernel = Kernel.open();
        Ledger _ = Ledger.open(directory, kernel.life())) {

      ProgramOutput said = ProgramOutput.lvs("clear", "--state-dir", directory.toString());

      assertThat(said.code()).isEqualTo(73);
      assertThat(said.err()).contains("another agent is at work").contains("stop it first");
    }
    assertThat(ProgramOutput.ipvsadm("-S -n").out()).isEqualTo(before);
  }
}
