package dev.lvs.bench;

import static dev.lvs.bench.Result.Bound.AT_LEAST;
import static dev.lvs.bench.Result.Bound.AT_MOST;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Loading an empty kernel with a table of one size, and reading all of it. */
final class LoadAndRead {
  /**
   * Programs that call for each object are counted with no more than these in the place of a larger
   * table than the small one: under strace a system call takes up to a millisecond.
   */
  private static final int COUNTED = 4_400;

  /** Destinations of a virtual server from which the kernel takes most of the time of a load. */
  private static final int LARGE_SERVICE = 1_000;

  /** For 11,000 objects. */
  private static final int MOST_CALLS = 130;

  private final Path folder;
  private final Size size;
  private final Result result;

  LoadAndRead(Path folder, Size size, Result result) {
    this.folder = folder;
    this.size = size;
    this.result = result;
  }

  void run(int rounds) throws Exception {
    Programs programs = Programs.of(folder, size);
    Rivals rivals = new Rivals(folder, new BenchTable(size));
    List<Long> prices = new ArrayList<>();
    Race race =
        Race.ofLoadingAndReading(programs.all(), programs.netlink().load())
            .warmUp(programs.warm())
            .run(rounds, () -> prices.add(rivals.callNanos()));
    List<Counts> counts = count(programs);

    result.title("Loading and reading %s, %d rounds", size, rounds);
    result.header(
        "program",
        "load ms",
        "to C batch (range)",
        "calls to netlink (all)",
        "read ms",
        "to C dump (range)",
        "calls to netlink (all)");
    String limit = programs.batches().name();
    for (int i = 0; i < counts.size(); i++) {
      String name = programs.all().get(i).name();
      result.row(
          name,
          Result.millis(race.loads(name)),
          Ratio.of(race.loads(name), race.loads(limit)).toString(),
          counts.get(i).load(),
          Result.millis(race.reads(name)),
          race.reads(name).isEmpty()
              ? "-"
              : Ratio.of(race.reads(name), race.reads(limit)).toString(),
          counts.get(i).read());
    }
    result.say(
        "A call that the kernel has nothing to do for took %s us meanwhile: the more, the better looks who makes few.",
        Ratio.of(prices, 1000));
    if (size.scheduler().equals("rr")) {
      for (Program own : programs.warm()) {
        goals(own.name(), race, programs);
      }
    }
    if (size.equals(Size.SMALL)) {
      for (int i = 0; i < counts.size(); i++) {
        if (programs.warm().contains(programs.all().get(i))) {
          long calls = counts.get(i).loadCalls();
          result.goal(
              programs.all().get(i).name() + ", 11,000 objects: system calls",
              AT_MOST,
              MOST_CALLS,
              calls);
        }
      }
    }
  }

  /** Returns how many times what the messages alone take a whole round may take. */
  private double wholeRound() {
    if (size.destinations() >= LARGE_SERVICE) {
      return 1.5;
    }
    return size.objects() > Size.SMALL.objects() ? 2.5 : 4;
  }

  private void goals(String own, Race race, Programs programs) throws IOException {
    String load = "%s, %s: loading, ".formatted(own, size);
    result.goal(
        load + "to C batch",
        AT_MOST,
        own.equals(programs.netlink().name()) ? 1.2 : wholeRound(),
        Ratio.of(race.loads(own), race.loads(programs.batches().name())));
    // what the others make of it hangs on the price of a call, and is no goal
    for (Program other : List.of(programs.ipvsadm(), programs.moby(), programs.one())) {
      result.say(
          "%s %s takes times as long as it: %s",
          load, other.name(), Ratio.of(race.loads(other.name()), race.loads(own)));
    }
    String read = "%s, %s: reading, ".formatted(own, size);
    result.goal(
        read + "times ipvsadm -Ln",
        AT_LEAST,
        5,
        Ratio.of(race.reads(programs.ipvsadm().name()), race.reads(own)));
    result.goal(
        read + "to C dump",
        AT_MOST,
        1.15,
        Ratio.of(race.reads(own), race.reads(programs.batches().name())));
  }

  /** System calls of one program, as they are printed. */
  private record Counts(String load, String read, long loadCalls) {}

  private List<Counts> count(Programs programs) throws Exception {
    Size fewer = size.objects() > Size.SMALL.objects() ? size.atMost(COUNTED) : size;
    List<Program> small = Programs.of(folder, fewer).all();
    double factor = (double) size.objects() / fewer.objects();
    List<Counts> counts = new ArrayList<>();
    for (int i = 0; i < small.size(); i++) {
      Program program = programs.all().get(i);
      counts.add(
          program.isOneByOne() && factor > 1
              ? counts(small.get(i), factor, "about ")
              : counts(program, 1, ""));
    }
    return counts;
  }

  private static Counts counts(Program program, double factor, String about) throws Exception {
    return FreshNamespace.run(
        () -> {
          SystemCalls load = program.load().count().times(factor);
          String read = "-";
          if (program.read().isPresent()) {
            read = about + program.read().get().count().times(factor);
          }
          return new Counts(about + load, read, load.netlink());
        });
  }
}
