package dev.lvs.bench;

import static dev.lvs.bench.Result.Bound.AT_MOST;

import java.nio.file.Path;
import java.util.List;

/** Filling one virtual service of mh, which builds its table anew whenever it is changed. */
final class MaglevFill {
  private final Size size;
  private final Path folder;
  private final Result result;

  /**
   * @param destinations of the service
   */
  MaglevFill(Path folder, int destinations, Result result) {
    this.size = new Size(1, destinations, "mh");
    this.folder = folder;
    this.result = result;
  }

  void run(int rounds) throws Exception {
    Program mh = named("agent, mh", AgentPrograms.wholeRound(new BenchTable(size)));
    Program rr = named("agent, rr", AgentPrograms.wholeRound(new BenchTable(size.with("rr"))));
    Program each = named("C, 32 KiB batches, mh", batches(size));
    Race race = Race.ofLoading(List.of(mh, rr, each)).warmUp(List.of(mh, rr)).run(rounds);
    long ofAgent = rebuilds(mh);

    result.title(
        "Filling one service of mh with %,d destinations, %d rounds", size.destinations(), rounds);
    result.header("program", "ms", "to the agent with rr (range)", "rebuilds of the table");
    row(mh, race, String.valueOf(ofAgent));
    row(rr, race, String.valueOf(rebuilds(rr)));
    row(each, race, String.valueOf(rebuilds(each)));
    result.goal(
        "mh with %,d destinations: rebuilds of the table".formatted(size.destinations()),
        AT_MOST,
        1,
        ofAgent);
  }

  private Program batches(Size other) throws Exception {
    return new Rivals(folder, new BenchTable(other)).batches();
  }

  private void row(Program program, Race race, String rebuilds) {
    List<Long> times = race.loads(program.name());
    Ratio ratio = Ratio.of(times, race.loads("agent, rr"));
    result.row(program.name(), Result.millis(times), ratio.toString(), rebuilds);
  }

  private static long rebuilds(Program program) throws Exception {
    return Rebuilds.during(() -> FreshNamespace.run(program.load()::time));
  }

  private static Program named(String name, Program program) {
    return new Program(name, program.isOneByOne(), program.load(), program.read());
  }
}
