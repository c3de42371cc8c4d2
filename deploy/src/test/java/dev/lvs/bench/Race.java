package dev.lvs.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Programs that take turns, round by round, each in a fresh network namespace. */
final class Race {
  /** Rounds before the first, for programs that are measured warm. */
  private static final int WARM_UP = 10;

  private final Map<String, Lane> lanes = new LinkedHashMap<>();

  /** Microseconds of one program by round. */
  private record Lane(Program program, List<Long> loads, List<Long> reads) {
    void run() throws Exception {
      FreshNamespace.run(
          () -> {
            loads.add(program.load().time());
            if (program.read().isPresent()) {
              reads.add(program.read().get().time());
            }
            return loads;
          });
    }
  }

  Race(List<Program> programs) {
    for (Program program : programs) {
      lanes.put(program.name(), new Lane(program, new ArrayList<>(), new ArrayList<>()));
    }
  }

  /** Lets programs of this process get warm. */
  Race warmUp(List<Program> programs) throws Exception {
    for (int i = 0; i < WARM_UP; i++) {
      for (Program program : programs) {
        new Lane(program, new ArrayList<>(), new ArrayList<>()).run();
      }
    }
    return this;
  }

  Race run(int rounds) throws Exception {
    for (int round = 0; round < rounds; round++) {
      for (Lane lane : lanes.values()) {
        lane.run();
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
