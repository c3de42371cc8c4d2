package dev.lvs.tool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.InFreshNamespace;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddService;
import dev.lvs.agent.object.Change;
import dev.lvs.tool.convert.Tables;
import dev.lvs.verdict.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tables that nobody thought of come back as they were, with ipvsadm as the witness. */
@Tag("kernel")
@ExtendWith(InFreshNamespace.class)
class RoundTripIT {
  private static final int TABLES = 6;

  @TempDir private Path directory;

  @BeforeEach
  void makeANetwork() throws Exception {
    for (String line :
        List.of(
            "ip link set lo up",
            "ip link add e0 type dummy",
            "ip link set e0 up",
            "ip addr add 198.51.100.1/24 dev e0",
            "ip addr add 2001:db8:100::ff/64 dev e0",
            // real servers of any address are neighbours, as DR needs it
            "ip route add default dev e0",
            "ip -6 route add default dev e0")) {
      ProgramOutput.run("", line);
    }
  }

  @RepeatedTest(TABLES)
  @Row("restore-from-ipvsadm")
  void restoresWhatItSaved(RepetitionInfo number) throws Exception {
    fill(number, true);
    String saved = ProgramOutput.lvs("save").out();
    List<String> table = table();
    ProgramOutput.ipvsadm("-C");

    ProgramOutput restored = ProgramOutput.lvs("restore", file(saved));

    assertThat(restored).isEqualTo(new ProgramOutput(0, "", ""));
    assertThat(table()).isEqualTo(table).isNotEmpty();
    assertThat(ProgramOutput.lvs("save").out().lines().sorted())
        .isEqualTo(saved.lines().sorted().toList());
  }

  @RepeatedTest(TABLES)
  void programsWhatItExported(RepetitionInfo number) throws Exception {
    fill(number, false);
    String manifests = directory.resolve("manifests").toString();
    String saved = ProgramOutput.lvs("save").out();
    List<String> table = table();

    ProgramOutput exported = ProgramOutput.lvs("export", "--node", "n", "--output", manifests);
    ProgramOutput.ipvsadm("-C");
    ProgramOutput run =
        ProgramOutput.lvs(
            "run", "--once", "--manifests", manifests, "--node", "n", "--state-dir", state());

    assertThat(exported).isEqualTo(new ProgramOutput(0, "", ""));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(table()).isEqualTo(table).isNotEmpty();
    assertThat(ProgramOutput.lvs("save").out().lines().sorted())
        .isEqualTo(saved.lines().sorted().toList());
  }

  private void fill(RepetitionInfo number, boolean everything) throws Exception {
    List<Change> changes = new ArrayList<>();
    new Tables(new Random(number.getCurrentRepetition()), everything)
        .state()
        .services()
        .forEach(
            (key, server) -> {
              changes.add(new AddService(key, server.settings()));
              server
                  .destinations()
                  .forEach((to, settings) -> changes.add(new AddDestination(key, to, settings)));
            });
    for (Change change : changes) {
      ProgramOutput.ipvsadm(change.adminLine().replaceFirst("^ipvsadm ", ""));
    }
  }

  private static List<String> table() throws IOException, InterruptedException {
    return ProgramOutput.ipvsadm("-S -n").out().lines().map(String::strip).sorted().toList();
  }

  private String file(String text) throws IOException {
    return Files.writeString(directory.resolve("saved"), text).toString();
  }

  private String state() {
    return directory.resolve("state").toString();
  }
}
