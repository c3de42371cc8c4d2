package dev.lvs.bench;

import static dev.lvs.bench.Result.Bound.AT_LEAST;

import dev.lvs.lab.AgentProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Loading by a process that starts for it, as it is packaged, its start included. */
final class FreshProcess {
  private static final String RESTORE = "lvs restore";
  private static final String ONCE = "lvs run --once";

  private static final String IN_FRESH_STATE =
      "state=$(mktemp -d -p \"$0\") && exec \"$@\" --state-dir \"$state\"";

  private final Size size;
  private final BenchTable table;
  private final Program ipvsadm;
  private final Path rules;
  private final Result result;

  FreshProcess(Path folder, Size size, Result result) throws IOException {
    this.size = size;
    this.table = new BenchTable(size);
    Rivals rivals = new Rivals(folder, table);
    this.ipvsadm = rivals.ipvsadm();
    this.rules = rivals.rules();
    this.result = result;
  }

  void run(int rounds) throws Exception {
    List<Program> ours = List.of(restore(), once());
    List<Program> able = new ArrayList<>(List.of(ipvsadm));
    for (Program program : ours) {
      if (isAble(program)) {
        able.add(program);
      }
    }
    Race race = Race.ofLoading(able).run(rounds);
    result.title("Loading %s in a fresh process, %d rounds", size, rounds);
    result.header("program", "ms", "ipvsadm -R takes times (range)");
    result.row("ipvsadm -R", Result.millis(race.loads(ipvsadm.name())), "1");
    for (Program program : ours) {
      String goal = "%s: a fresh process, %s, times ipvsadm -R".formatted(size, program.name());
      if (able.contains(program)) {
        List<Long> times = race.loads(program.name());
        Ratio ratio = Ratio.of(race.loads(ipvsadm.name()), times);
        result.row(program.name(), Result.millis(times), ratio.toString());
        result.goal(goal, AT_LEAST, 3, ratio);
      } else {
        result.row(program.name(), "-", "-");
        result.goal(goal, AT_LEAST, 3, 0.0, "it fails, see above");
      }
    }
  }

  /** Returns whether it gets to the end at all; what it says then is seen on standard error. */
  private static boolean isAble(Program program) throws Exception {
    try {
      FreshNamespace.run(program.load()::time);
      return true;
    } catch (IllegalStateException failed) {
      System.err.println(program.name() + ": " + failed.getMessage());
      return false;
    }
  }

  /** The same file that ipvsadm -R reads. */
  private Program restore() {
    return process(RESTORE, AgentProcess.commandLine(List.of("restore", rules.toString())));
  }

  /** An agent that compiles the table from manifests, and has its ledger on disk before it. */
  private Program once() throws IOException {
    Path manifests = Scratch.folder("manifests");
    Files.writeString(manifests.resolve("all.yaml"), table.manifests());
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", IN_FRESH_STATE, Scratch.FOLDER.toString()));
    Collections.addAll(
        command,
        AgentProcess.commandLine(
            List.of(
                "run", "--once", "--manifests", manifests.toString(), "--node", BenchTable.NODE)));
    return process(ONCE, command.toArray(String[]::new));
  }

  private Program process(String name, String[] command) {
    BenchStep step =
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
