package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.lab.Lab;
import dev.lvs.lab.traffic.Sniffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Faults at random, one after the other, of two directors of which one has the VIP: whatever fails,
 * they never answer together, and one answers when it is over. {@code make failover TRIALS=n
 * SEED=n} runs more of them.
 */
@Tag("kernel")
class FailoverTrialsIT {
  private static final int TRIALS = number("TRIALS").orElse(4);
  private static final long SEED = number("SEED").orElse(7);

  /** After each fault, for what comes late. */
  private static final Duration SETTLING = Duration.ofSeconds(3);

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static Optional<Integer> number(String variable) {
    return Optional.ofNullable(System.getenv(variable))
        .filter(text -> !text.isEmpty())
        .map(Integer::valueOf);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Hold", "Release"})
  void twoNeverAnswerAndOneDoesAgain(String outage) {
    Random random = new Random(SEED);
    FailoverFault[] faults = FailoverFault.values();
    Map<FailoverFault, List<Long>> silences = new EnumMap<>(FailoverFault.class);
    try (DirectorPair pair = new DirectorPair(outage)) {
      for (int trial = 0; trial < TRIALS; trial++) {
        FailoverFault fault = faults[random.nextInt(faults.length)];
        String what = "apiOutage %s, SEED=%d, trial %d, %s".formatted(outage, SEED, trial, fault);
        long begun = System.nanoTime();

        fault.strike(pair, pair.owners().getLast(), random);

        awaitService(pair, what);
        Lab.pass(SETTLING);
        Sniffer sniffer = pair.sniffer();
        assertThat(sniffer.two()).as(what).isEmpty();
        silences
            .computeIfAbsent(fault, _ -> new ArrayList<>())
            .add(sniffer.longestGap(begun, System.nanoTime()).toMillis());
      }
      System.out.printf(
          "failover: apiOutage %s, SEED=%d: %d faults, %d moves, two never answered%n",
          outage, SEED, TRIALS, pair.owners().size() - 1);
    }
    silences.forEach(
        (fault, all) -> {
          all.sort(null);
          System.out.printf(
              "failover:   %-24s %3d times, longest silence: median %5d ms, worst %5d ms%n",
              fault, all.size(), all.get(all.size() / 2), all.getLast());
        });
  }

  private static void awaitService(DirectorPair pair, String what) {
    await(what)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> pair.ask().areComplete());
  }
}
