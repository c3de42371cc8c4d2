package dev.lvs.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.health.Standing.State;
import dev.lvs.agent.health.Standing.Thresholds;
import dev.lvs.agent.probe.Advice;
import dev.lvs.agent.probe.ProbeResult;
import dev.lvs.agent.situation.HealthEvidence;
import java.time.Duration;
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
    assertThat(down.evidence().words())
        .isEqualTo("since 1970-01-01T00:00:03Z: reason 3, 3 times; last good 1970-01-01T00:00:00Z");
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
        .contains(
            new Advice(Optional.of(new Advice.Load.Percent(75)), Optional.of(Advice.State.DRAIN)));
  }

  @Test
  void doubtsAServerThatCannotBeProbedAnyMoreUntilThereIsAResult() {
    assertThat(after("+??").doubt(USUAL)).isEmpty();
    assertThat(after("+???").doubt(USUAL).map(HealthEvidence::words))
        .contains("since 1970-01-01T00:00:01Z: no descriptor; last good 1970-01-01T00:00:00Z");
    assertThat(after("???").doubt(USUAL)).isPresent();
    assertThat(after("+???+").doubt(USUAL)).isEmpty();
    assertThat(after("+???").state()).isEqualTo(State.UP);
  }

  @Test
  void keepsAReasonForAWhileWhileOthersComeAndGo() {
    Standing down = after("+---");

    Standing later = down.after(new ProbeResult.Failed("another"), at(20), USUAL);
    assertThat(later.evidence()).isEqualTo(down.evidence());

    Standing muchLater = later.after(new ProbeResult.Failed("another"), at(33), USUAL);
    assertThat(muchLater.evidence().reason()).contains("another");
    assertThat(muchLater.evidence().failures()).isEqualTo(5);
    assertThat(muchLater.evidence().since()).contains(at(3));
  }

  @Test
  void countsFailuresAgainAfterASuccessThatDoesNotBringItUp() {
    Standing standing = after("+---+-");

    assertThat(standing.state()).isEqualTo(State.DOWN);
    assertThat(standing.failure())
        .hasValueSatisfying(
            failure -> {
              assertThat(failure.times()).isEqualTo(1);
              assertThat(failure.noted()).isEqualTo(3);
            });
    assertThat(standing.evidence().lastGood()).contains(at(4));
  }

  @ParameterizedTest
  @CsvSource({"13, true", "14, false", "-1, true"})
  void tellsOfACertificateThatExpiresSoon(int days, boolean soon) {
    Instant end = at(0).plus(Duration.ofDays(days));
    ProbeResult passed = new ProbeResult.Passed(Optional.empty(), Optional.of(end));

    Standing standing = Standing.UNHEARD.after(passed, at(0), USUAL);

    assertThat(standing.expiring()).isEqualTo(soon ? Optional.of(end) : Optional.empty());
  }

  private static ProbeResult saying(OptionalInt percent, Optional<Advice.State> state) {
    Optional<Advice.Load> load =
        percent.isEmpty()
            ? Optional.empty()
            : Optional.of(new Advice.Load.Percent(percent.getAsInt()));
    return new ProbeResult.Passed(Optional.of(new Advice(load, state)), Optional.empty());
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
