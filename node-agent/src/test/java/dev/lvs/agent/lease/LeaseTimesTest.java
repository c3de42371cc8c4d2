package dev.lvs.agent.lease;

import static dev.lvs.agent.lease.LeaseWorld.MS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Gaps in simulated time in which nobody answers, and moves, of which there is none without a
 * reason.
 */
class LeaseTimesTest {
  private static final int RUNS = 50;

  /** Of a request and its answer, and of a watch. */
  private static final Duration CALL = Duration.ofMillis(200);

  private static final Duration LAG = Duration.ofMillis(100);

  static Stream<Timing> profiles() {
    return Stream.of(Timing.STANDARD, Timing.FAST, Timing.STICKY);
  }

  private static LeaseWorld calm(long seed, int count, Timing timing, ApiOutage outage) {
    LeaseWorld world = new LeaseWorld(seed, count, timing, outage, Set.of());
    world.run(Duration.ofSeconds(40).plusMillis(world.pick(3000)));
    assertThat(world.open()).hasSize(1);
    world.count();
    return world;
  }

  private static void assertDark(LeaseWorld world, Duration most) {
    assertThat(world.overlap()).as(world.course()).isZero();
    assertThat(world.longestDark()).as(world.course()).isLessThanOrEqualTo(most);
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void anotherAnswersAfterACrash(Timing timing) {
    LongStream.range(0, RUNS)
        .forEach(
            seed -> {
              LeaseWorld world = calm(seed, 3, timing, ApiOutage.RELEASE);
              world.open().getFirst().crash(3_600_000 * MS);
              world.run(Duration.ofSeconds(40));

              assertThat(world.open()).hasSize(1);
              assertDark(
                  world, timing.length().plus(LAG).plus(LeaseWait.RANK).plus(CALL).plusMillis(50));
            });
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void anotherAnswersAfterACrashWhereOthersHold(Timing timing) {
    LongStream.range(0, RUNS)
        .forEach(
            seed -> {
              LeaseWorld world = calm(seed, 3, timing, ApiOutage.HOLD);
              world.open().getFirst().crash(3_600_000 * MS);
              world.run(Duration.ofSeconds(40));

              assertThat(world.open()).hasSize(1);
              assertDark(
                  world, timing.length().plus(LAG).plus(LeaseWait.RANK).plus(CALL).plusMillis(210));
            });
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void aHandOverTakesTwoCallsAndTheWatch(Timing timing) {
    LongStream.range(0, RUNS)
        .forEach(
            seed -> {
              LeaseWorld world = calm(seed, 3, timing, ApiOutage.HOLD);
              world.open().getFirst().unfit(Optional.of("drained"));
              world.run(Duration.ofSeconds(40));

              assertThat(world.moves()).isEqualTo(1);
              assertDark(world, CALL.multipliedBy(2).plus(LAG).plusMillis(20));
            });
  }

  @Test
  void killingTheAgentMovesNothing() {
    LongStream.range(0, RUNS)
        .forEach(
            seed -> {
              LeaseWorld world = calm(seed, 2, Timing.STANDARD, ApiOutage.HOLD);
              world.open().getFirst().kill(2900 * MS);
              world.run(Duration.ofSeconds(40));

              assertThat(world.moves()).isZero();
              assertDark(world, Duration.ZERO);
            });
  }

  @Test
  void aPlannedRestartOfTheOnlyDirectorIsNotSeen() {
    LongStream.range(0, RUNS)
        .forEach(
            seed -> {
              LeaseWorld world = calm(seed, 1, Timing.FAST, ApiOutage.RELEASE);
              world.open().getFirst().stop(20_000 * MS);
              world.run(Duration.ofSeconds(60));

              assertDark(world, Duration.ZERO);
            });
  }

  @Test
  void anHourWithoutTheApiServerMovesNothingWhereDirectorsHold() {
    LeaseWorld world = calm(1, 3, Timing.STANDARD, ApiOutage.HOLD);

    world.directors.forEach(one -> one.cut(3_600_000 * MS));
    world.run(Duration.ofMinutes(70));

    assertThat(world.moves()).isZero();
    assertDark(world, Duration.ZERO);
  }

  @Test
  void aHolderThatIsCutOffKeepsItWhereDirectorsHoldAndLosesItWhereTheyRelease() {
    LeaseWorld hold = calm(1, 3, Timing.STANDARD, ApiOutage.HOLD);
    hold.open().getFirst().cut(3_600_000 * MS);
    hold.run(Duration.ofMinutes(70));

    assertThat(hold.moves()).isZero();
    assertDark(hold, Duration.ZERO);

    LeaseWorld release = calm(1, 3, Timing.STANDARD, ApiOutage.RELEASE);
    release.open().getFirst().cut(3_600_000 * MS);
    release.run(Duration.ofMinutes(70));

    assertThat(release.moves()).isEqualTo(1);
    assertDark(release, Timing.STANDARD.length());
  }

  @Test
  void anOutageEndsWithOneHolderWhereDirectorsRelease() {
    LeaseWorld world = calm(1, 3, Timing.STANDARD, ApiOutage.RELEASE);

    world.directors.forEach(one -> one.cut(60_000 * MS));
    world.run(Duration.ofSeconds(60).plus(Timing.STANDARD.length()).plusSeconds(1));

    assertThat(world.open()).hasSize(1);
    assertThat(world.overlap()).isZero();
  }

  /** What is told as the price of holding: two answer while neither hears anything. */
  @Test
  void twoThatHearNeitherEachOtherNorTheApiServerEndWithinASecondOfHearing() {
    LeaseWorld world = calm(1, 2, Timing.STANDARD, ApiOutage.HOLD);
    world.hearing = false;
    world.open().getFirst().cut(60_000 * MS);
    world.run(Duration.ofSeconds(20));
    assertThat(world.open()).hasSize(2);

    world.hearing = true;
    world.run(Duration.ofMillis(1100));

    assertThat(world.open()).hasSize(1);
  }

  /** The walks can fail: a kernel later than the inequality allows lets two answer. */
  @Test
  void aKernelThatIsTooLateLetsTwoAnswer() {
    LeaseWorld world = calm(1, 2, Timing.STANDARD, ApiOutage.RELEASE);
    SimulatedDirector holder = world.open().getFirst();

    holder.still(60_000 * MS);
    holder.gate().late(2_000 * MS);
    world.run(Duration.ofSeconds(20));

    assertThat(world.overlap()).isPositive();
  }

  @Test
  void oneSlowCallIsNotSeen() {
    LongStream.range(0, RUNS)
        .forEach(
            seed -> {
              LeaseWorld world = calm(seed, 2, Timing.STANDARD, ApiOutage.RELEASE);
              world.open().getFirst().cut(2400 * MS);
              world.run(Duration.ofSeconds(30));

              assertThat(world.moves()).isZero();
              assertDark(world, Duration.ZERO);
            });
  }

  @Test
  void aDeletedLeaseIsServedAgain() {
    LongStream.range(0, RUNS)
        .forEach(
            seed -> {
              LeaseWorld world = calm(seed, 2, Timing.STANDARD, ApiOutage.RELEASE);
              world.api.delete();
              world.run(Duration.ofSeconds(2));
              world.api.delete();
              world.run(Duration.ofSeconds(60));

              assertThat(world.open()).hasSize(1);
              assertDark(world, Timing.LONGEST.plusSeconds(4));
            });
  }
}
