package dev.lvs.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * One part of the bench, in the lab's kernel.
 *
 * <p>Arguments: the folder with the programs that {@code deploy/bench/run} built, the file that the
 * goals are added to, the number of rounds, the part, and what the part is about.
 */
final class Bench {
  private Bench() {}

  public static void main(String... arguments) throws Exception {
    List<String> words = Arrays.asList(arguments);
    Path folder = Path.of(words.get(0));
    Result result = new Result(Path.of(words.get(1)));
    int rounds = Integer.parseInt(words.get(2));
    List<String> rest = words.subList(4, words.size());
    switch (words.get(3)) {
      case "load" -> new LoadAndRead(folder, Size.of(rest), result).run(rounds);
      case "rounds" -> new SteadyRounds(folder, Size.of(rest), result).run(rounds);
      case "mh" -> new MaglevFill(folder, Integer.parseInt(rest.getFirst()), result).run(rounds);
      case "compile" -> new OneWeight(result).run(rounds);
      case "reaction" -> new ReactionTime(result).run(rounds);
      case "checks" -> new Probing(result).run(rounds);
      case "start" -> new FreshProcess(folder, Size.of(rest), result).run(rounds);
      case "memory" -> new MemoryCurve(result).ofDirectoryMode();
      case "memory-with-api" ->
          new MemoryCurve(result)
              .withApiClient(Path.of(rest.get(0)), Integer.parseInt(rest.get(1)));
      default -> throw new IllegalArgumentException("no such part: " + words.get(3));
    }
  }
}
