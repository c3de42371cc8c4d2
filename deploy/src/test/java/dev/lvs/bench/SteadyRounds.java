package dev.lvs.bench;

import static dev.lvs.bench.Result.Bound.AT_MOST;

import dev.lvs.bench.SteppedAgent.Taken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Rounds of an agent whose table is loaded: no change, one changed weight, a thousand changed
 * weights.
 */
final class SteadyRounds {
  private static final int WARM_UP = 3;

  /** Before the one that is measured: the first after a load may look closer than those to come. */
  private static final int SETTLING = 10;

  private static final int MANY = 1_000;

  private final Size size;
  private final BenchTable table;
  private final BenchStep dump;
  private final Result result;

  SteadyRounds(Path folder, Size size, Result result) throws IOException {
    this.size = size;
    this.table = new BenchTable(size);
    this.dump = new Rivals(folder, table).batches().read().orElseThrow();
    this.result = result;
  }

  /** Microseconds of the rounds on one table, one after the other. */
  private record Sample(long dump, long drift, long one, long many) {}

  void run(int rounds) throws Exception {
    for (int i = 0; i < WARM_UP; i++) {
      sample();
    }
    List<Sample> samples = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      samples.add(sample());
    }
    Counts counts = count();

    result.title("Rounds over %s that stand, %d rounds", size, rounds);
    result.header("what", "ms", "to C dump (range)", "calls to netlink (all)");
    row("C, a dump of all", samples, Sample::dump, counts.dump());
    row("agent, nothing is new", samples, Sample::drift, counts.drift());
    row("agent, one weight is new", samples, Sample::one, counts.one());
    row("agent, 1,000 weights are new", samples, Sample::many, counts.many());
    goals(samples, counts);
  }

  private Sample sample() throws Exception {
    return FreshNamespace.run(
        () -> {
          try (SteppedAgent agent = loaded()) {
            long full = dump.time();
            return new Sample(
                full,
                micros(agent.drift(), 0),
                micros(agent.take(table.plan(1)), 1),
                micros(agent.take(table.plan(1 + MANY)), MANY));
          }
        });
  }

  /** An agent that has made the table, and has found it as it should be since. */
  private SteppedAgent loaded() throws Exception {
    SteppedAgent agent = new SteppedAgent();
    Sanity.that(agent.take(table.plan(0)).round().isConverged(), "the load");
    for (int i = 0; i < SETTLING; i++) {
      micros(agent.drift(), 0);
    }
    return agent;
  }

  private static long micros(Taken taken, int changes) {
    Sanity.that(taken.round().outcomes().size() == changes, "a round with " + changes + " changes");
    return taken.nanos() / 1000;
  }

  /** System calls of the same rounds. */
  private record Counts(SystemCalls dump, SystemCalls drift, SystemCalls one, SystemCalls many) {}

  private Counts count() throws Exception {
    return FreshNamespace.run(
        () -> {
          try (SteppedAgent agent = loaded()) {
            return new Counts(
                dump.count(),
                SystemCalls.during(agent::drift),
                SystemCalls.during(() -> agent.take(table.plan(1))),
                SystemCalls.during(() -> agent.take(table.plan(1 + MANY))));
          }
        });
  }

  private void row(
      String what, List<Sample> samples, Function<Sample, Long> part, SystemCalls calls) {
    List<Long> times = samples.stream().map(part).toList();
    result.row(what, Result.millis(times), toDump(samples, part).toString(), calls.toString());
  }

  private static Ratio toDump(List<Sample> samples, Function<Sample, Long> part) {
    return Ratio.of(
        samples.stream().map(part).toList(), samples.stream().map(Sample::dump).toList());
  }

  private void goals(List<Sample> samples, Counts counts) throws Exception {
    String drift = "%s: a round in which nothing is new, ".formatted(size);
    result.goal(drift + "to C dump", AT_MOST, 0.3, toDump(samples, Sample::drift));
    result.goal(drift + "writes to files", AT_MOST, 0, counts.drift().writing());
    double bytes = bytesPerDestination();
    String said = String.format(Locale.ROOT, "%.1f", bytes);
    result.goal(drift + "bytes allocated per destination", AT_MOST, 1, bytes, said);
    Writing writing = new Writing(table);
    result.goal(size + ": one weight, calls to netlink", AT_MOST, 2, writing.calls(1));
    result.goal(size + ": 1,000 weights, calls to netlink", AT_MOST, 12, writing.calls(MANY));
  }

  /**
   * Returns how much more is allocated in a table with as many services, for each destination more.
   */
  private double bytesPerDestination() throws Exception {
    Size fewer = new Size(size.services(), Math.max(1, size.destinations() / 10), "rr");
    long more = allocated(new BenchTable(size)) - allocated(new BenchTable(fewer));
    return (double) more / (size.allDestinations() - fewer.allDestinations());
  }

  private static long allocated(BenchTable table) throws Exception {
    return FreshNamespace.run(
        () -> {
          try (SteppedAgent agent = new SteppedAgent()) {
            var _ = agent.take(table.plan(0));
            long least = Long.MAX_VALUE;
            for (int i = 0; i < SETTLING; i++) {
              least = Math.min(least, agent.drift().allocated());
            }
            return least;
          }
        });
  }
}
