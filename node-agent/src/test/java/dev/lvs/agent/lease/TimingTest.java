package dev.lvs.agent.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TimingTest {
  /** Commit of somebody else in the same namespace that ours waits for, as it was measured. */
  private static final Duration SLOW_COMMIT = Duration.ofMillis(250);

  /**
   * A row of the table of profiles.
   *
   * @param stall of a whole machine that must be harmless
   * @param call one slow call to the API server without a gap
   * @param calls the same where every call is that slow
   * @param start of an agent after kill -9 without a gap, where a call takes 250 ms
   */
  record Row(Timing timing, Duration stall, Duration call, Duration calls, Duration start) {}

  static Stream<Row> rows() {
    return Stream.of(
        row(Timing.STANDARD, 650, 4000, 2500, 3000),
        row(Timing.FAST, 300, 1000, 700, 500),
        row(Timing.STICKY, 900, 10_000, 6000, 9000));
  }

  private static Row row(Timing timing, long stall, long call, long calls, long start) {
    return new Row(
        timing,
        Duration.ofMillis(stall),
        Duration.ofMillis(call),
        Duration.ofMillis(calls),
        Duration.ofMillis(start));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aTokenIsGoneBeforeAnybodyElseMayTakeTheLease(Row row) {
    assertSafe(row.timing(), row.stall());
  }

  @Test
  void soIsTheOneOfAPlannedRestart() {
    assertSafe(Timing.RESTART, Duration.ofMillis(900));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aSlowCallLeavesNoGap(Row row) {
    Timing timing = row.timing();

    assertThat(timing.fence())
        .isGreaterThanOrEqualTo(timing.renew().plus(row.call()).plus(SLOW_COMMIT));
    assertThat(timing.fence()).isGreaterThan(row.calls().multipliedBy(2));
    assertThat(timing.fence()).isGreaterThan(timing.renew());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void killingTheAgentLeavesNoGap(Row row) {
    Duration calls = Duration.ofMillis(750);

    assertThat(row.start().plus(row.timing().renew()).plus(calls))
        .isLessThanOrEqualTo(row.timing().fence());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void twoRequestsFitIntoTheLifeOfAToken(Row row) {
    assertThat(row.timing().patience().multipliedBy(2)).isLessThanOrEqualTo(row.timing().fence());
  }

  @Test
  void noneIsAsLongAsOthersWait() {
    Duration length = Duration.ofSeconds(6);

    assertThatThrownBy(() -> new Timing(Duration.ofSeconds(1), length, length))
        .hasMessageContaining("PT6S");
  }

  /** F(1+rho) + o + m <= L(1-rho). */
  private static void assertSafe(Timing timing, Duration stall) {
    double fence = timing.fence().toNanos() * (1 + Timing.RATE_ERROR);
    double others = timing.length().toNanos() * (1 - Timing.RATE_ERROR);

    assertThat(fence + Timing.LATENESS.toNanos() + stall.toNanos()).isLessThanOrEqualTo(others);
  }
}
