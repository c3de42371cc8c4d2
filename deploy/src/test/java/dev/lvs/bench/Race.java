package dev.lvs.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Programs that take turns, round by round, each in a fresh network namespace. What they read is
 * filled by the same step for all: the kernel goes on working for a while after a table is loaded,
 * and some machines give out processor time in bursts, so that a program would pay for its own
 * loading with its reading.
 */
final class Race {
  /** Rounds before the first, for programs that are measured warm. */
  private static final int WARM_UP = 10;

  private final Map<String, Lane> lanes = new LinkedHashMap<>();

  /** BenchStep that fills the table that is read; empty where nobody reads. */
  private final Optional<BenchStep> filling;

  /** Microseconds of one program by round. */
  private record Lane(Program program, List<Long> loads, List<Long> reads) {
    Lane(Program program) {
      this(program, new ArrayList<>(), new ArrayList<>());
    }

    void run(Optional<BenchStep> filling) throws Exception {
      loads.add(FreshNamespace.run(program.load()::time));
      if (program.read().isPresent() && filling.isPresent()) {
        BenchStep read = program.read().get();
        reads.add(
            FreshNamespace.run(
                () -> {
                  filling.get().time();
                  return read.time();
                }));
      }
    }
  }

  private Race(List<Program> programs, Optional<BenchStep> filling) {
    this.filling = filling;
    for (Program program : programs) {
      lanes.put(program.name(), new Lane(program));
    }
  }

  /** One in which the programs load. */
  static Race ofLoading(List<Program> programs) {
    return new Race(programs, Optional.empty());
  }

  /** One in which the programs load, and read what {@code filling} loads. */
  static Race ofLoadingAndReading(List<Program> programs, BenchStep filling) {
    return new Race(programs, Optional.of(filling));
  }

  /** Lets programs of this process get warm. */
  Race warmUp(List<Program> programs) throws Exception {
    for (int i = 0; i < WARM_UP; i++) {
      for (Program program : programs) {
        new Lane(program).run(filling);
      }
    }
    return this;
  }

  Race run(int rounds) throws Exception {
    return run(rounds, () -> {});
  }

  /** Something that is done before each round. */
  interface Interlude {
    void play() throws Exception;
  }

  Race run(int rounds, Interlude before) throws Exception {
    for (int round = 0; round < rounds; round++) {
      before.play();
      for (Lane lane : lanes.values()) {
        lane.run(filling);
      }
    }
    return this;
  }

  /** Microseconds of loading, by round. */
  List<Long> loads(String program) {
    return lane(program).loads();
  }

  /** Microseconds of reading, by round. */
  List<Long> reads(String program) {
    return lane(program).reads();
  }

  private Lane lane(String program) {
    return Optional.ofNullable(lanes.get(program)).orElseThrow();
  }
}
