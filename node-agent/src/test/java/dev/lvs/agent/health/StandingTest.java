package dev.lvs.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.health.Standing.State;
import dev.lvs.agent.health.Standing.Thresholds;
import dev.lvs.agent.probe.Advice;
import dev.lvs.agent.probe.ProbeResult;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandingTest {
  private static final Thresholds USUAL = new Thresholds(2, 3);

  /** A plus is a success, a minus a failure, a question mark a probe that could not be made. */
  @ParameterizedTest
  @CsvSource({
    "'',        UNKNOWN",
    "'?',       UNKNOWN",
    "'+',       UP",
    "'-',       UNKNOWN",
    "'--',      UNKNOWN",
    "'---',     DOWN",
    "'--+',     UP",
    "'+--',     UP",
    "'+--+--',  UP",
    "'+---',    DOWN",
    "'+--?-',   DOWN",
    "'+---+',   DOWN",
    "'+---++',  UP",
    "'+---+-+', DOWN",
    "'+---+?+', UP",
  })
  void countsResultsInARow(String results, State state) {
    assertThat(after(results).state()).isEqualTo(state);
  }

  @Test
  void remembersSinceWhenAndWhy() {
    Standing down = after("+---");

    assertThat(down.since()).contains(at(3));
    assertThat(down.lastGood()).contains(at(0));
    assertThat(down.reason()).contains("reason 3");
    assertThat(after("+-----").since()).contains(at(3));
  }

  @Test
  void keepsTheLastAdviceUntilTheServerSaysAnother() {
    Standing standing =
        Standing.UNHEARD
            .after(saying(OptionalInt.of(75), Optional.empty()), at(0), USUAL)
            .after(saying(OptionalInt.empty(), Optional.of(Advice.State.DRAIN)), at(1), USUAL)
            .after(ProbeResult.Passed.PLAIN, at(2), USUAL);

    assertThat(standing.advice())
        .contains(new Advice(OptionalInt.of(75), Optional.of(Advice.State.DRAIN)));
  }

  @Test
  void doubtsAServerThatCannotBeProbedAnyMoreUntilThereIsAResult() {
    assertThat(after("+??").doubt(USUAL)).isEmpty();
    assertThat(after("+???").doubt(USUAL)).contains("since 1970-01-01T00:00:01Z: no descriptor");
    assertThat(after("???").doubt(USUAL)).isPresent();
    assertThat(after("+???+").doubt(USUAL)).isEmpty();
    assertThat(after("+???").state()).isEqualTo(State.UP);
  }

  private static ProbeResult saying(OptionalInt percent, Optional<Advice.State> state) {
    return new ProbeResult.Passed(Optional.of(new Advice(percent, state)), Optional.empty());
  }

  private static Standing after(String results) {
    Standing standing = Standing.UNHEARD;
    for (int i = 0; i < results.length(); i++) {
      ProbeResult result =
          switch (results.charAt(i)) {
            case '+' -> ProbeResult.Passed.PLAIN;
            case '-' -> new ProbeResult.Failed("reason " + i);
            default -> new ProbeResult.Inconclusive("no descriptor");
          };
      standing = standing.after(result, at(i), USUAL);
    }
    return standing;
  }

  private static Instant at(int second) {
    return Instant.EPOCH.plusSeconds(second);
  }
}
