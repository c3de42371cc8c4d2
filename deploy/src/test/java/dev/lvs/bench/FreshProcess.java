package dev.lvs.bench;

import static dev.lvs.bench.Result.Bound.AT_LEAST;

import dev.lvs.lab.AgentProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Loading by a process that starts for it, as it is packaged, its start included. */
final class FreshProcess {
  private static final String RESTORE = "lvs restore";
  private static final String ONCE = "lvs run --once";

  private final Size size;
  private final Table table;
  private final Program ipvsadm;
  private final Path rules;
  private final Result result;

  FreshProcess(Path folder, Size size, Result result) throws IOException {
    this.size = size;
    this.table = new Table(size);
    Rivals rivals = new Rivals(folder, table);
    this.ipvsadm = rivals.ipvsadm();
    this.rules = rivals.rules();
    this.result = result;
  }

  void run(int rounds) throws Exception {
    List<Program> programs = List.of(ipvsadm, restore(), once());
    Race race = new Race(programs).run(rounds);
    result.title("Loading %s in a fresh process, %d rounds", size, rounds);
    result.header("program", "ms", "ipvsadm -R takes times (range)");
    for (Program program : programs) {
      List<Long> times = race.loads(program.name());
      Ratio ratio = Ratio.of(race.loads(ipvsadm.name()), times);
      result.row(program.name(), Result.millis(times), ratio.toString());
      if (!program.equals(ipvsadm)) {
        result.goal(
            "%s: a fresh process, %s, times ipvsadm -R".formatted(size, program.name()),
            AT_LEAST,
            3,
            ratio);
      }
    }
  }

  /** The same file that ipvsadm -R reads. */
  private Program restore() {
    return process(RESTORE, AgentProcess.commandLine(List.of("restore", rules.toString())));
  }

  /** An agent that compiles the table from manifests; its ledger is on disk before the table. */
  private Program once() throws IOException {
    Path manifests = Scratch.folder("manifests");
    Files.writeString(manifests.resolve("all.yaml"), table.manifests());
    Path state = Scratch.folder("state");
    return process(
        ONCE,
        AgentProcess.commandLine(
            List.of(
                "run",
                "--once",
                "--manifests",
                manifests.toString(),
                "--node",
                Table.NODE,
                "--state-dir",
                state.toString())));
  }

  private Program process(String name, String[] command) {
    Step step =
        new ProcessStep(
            Invocation.of(command), Invocation.Output::micros, _ -> listed(), size.objects());
    return new Program(name, false, step, Optional.empty());
  }

  /** As many objects as ipvsadm finds in the table afterwards. */
  private static long listed() {
    try {
      return Invocation.of("ipvsadm", "-Ln").run().printed().lines().count() - 3;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("list the table", e);
    }
  }
}
