package dev.lvs.agent.lease;

import static dev.lvs.agent.lease.LeaseWorld.MS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
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
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final long HOUR = 3_600_000 * MS;

  /**
   * One that happens to directors who were calm, and what may follow of it.
   *
   * @param time that passes after it
   * @param moves of the addresses to another director
   * @param dark longest time in which nobody answers
   */
  record Course(
      String what,
      int directors,
      Timing timing,
      ApiOutage outage,
      Consumer<LeaseWorld> happening,
      Duration time,
      int moves,
      Duration dark) {
    private void check(long seed) {
      LeaseWorld world = calm(seed, directors, timing, outage);
      happening.accept(world);
      world.run(time);

      assertThat(world.moves()).as(world.course()).isEqualTo(moves);
      assertThat(world.open()).as(world.course()).hasSize(1);
      assertThat(world.overlap()).as(world.course()).isZero();
      assertThat(world.longestDark()).as(world.course()).isLessThanOrEqualTo(dark);
    }

    @Override
    public String toString() {
      return "%s; Lease of %d ms".formatted(what, timing.length().toMillis());
    }
  }

  private static LeaseWorld calm(long seed, int count, Timing timing, ApiOutage outage) {
    LeaseWorld world = new LeaseWorld(seed, count, timing, outage, Set.of());
    world.run(Duration.ofSeconds(40).plusMillis(world.pick(3000)));
    assertThat(world.open()).hasSize(1);
    world.count();
    return world;
  }

  private static Consumer<LeaseWorld> holder(Consumer<SimulatedDirector> happening) {
    return world -> happening.accept(world.open().getFirst());
  }

  /** Has the link of the holder go down every 500 ms, for some of them. */
  private static void flap(LeaseWorld world, int times, int millis) {
    SimulatedDirector holder = world.open().getFirst();
    for (int i = 0; i < times; i++) {
      world.after(i * 500L * MS, () -> holder.unfit(Optional.of("no carrier")));
      world.after((i * 500L + millis) * MS, () -> holder.unfit(Optional.empty()));
    }
  }

  static Stream<Course> courses() {
    Timing standard = Timing.STANDARD;
    return Stream.concat(
        Stream.of(standard, Timing.FAST, Timing.STICKY).flatMap(LeaseTimesTest::takeOvers),
        Stream.of(
            new Course(
                "killing the agent moves nothing",
                2,
                standard,
                ApiOutage.HOLD,
                holder(one -> one.kill(2900 * MS)),
                MINUTE,
                0,
                Duration.ZERO),
            new Course(
                "a planned restart of the only director is not seen",
                1,
                Timing.FAST,
                ApiOutage.RELEASE,
                holder(one -> one.stop(20_000 * MS)),
                MINUTE,
                0,
                Duration.ZERO),
            new Course(
                "the only director is back soon after its link",
                1,
                standard,
                ApiOutage.HOLD,
                world -> flap(world, 1, 450),
                MINUTE,
                0,
                LeaseWait.PREFERENCE.plus(CALL.multipliedBy(2)).plusMillis(20)),
            new Course(
                "one slow call is not seen",
                2,
                standard,
                ApiOutage.RELEASE,
                holder(one -> one.cut(2400 * MS)),
                MINUTE,
                0,
                Duration.ZERO)));
  }

  private static Stream<Course> takeOvers(Timing timing) {
    Duration noticed = timing.length().plus(LAG).plus(LeaseWait.RANK).plus(CALL);
    return Stream.of(
        new Course(
            "another answers after a crash",
            3,
            timing,
            ApiOutage.RELEASE,
            holder(one -> one.crash(HOUR)),
            MINUTE,
            1,
            noticed.plusMillis(50)),
        new Course(
            "another answers after a crash where others hold",
            3,
            timing,
            ApiOutage.HOLD,
            holder(one -> one.crash(HOUR)),
            MINUTE,
            1,
            noticed.plusMillis(210)),
        new Course(
            "a hand-over takes two calls and the watch",
            3,
            timing,
            ApiOutage.HOLD,
            holder(one -> one.unfit(Optional.of("drained"))),
            MINUTE,
            1,
            CALL.multipliedBy(2).plus(LAG).plusMillis(20)),
        new Course(
            "one whose link flaps loses them once",
            3,
            timing,
            ApiOutage.HOLD,
            world -> flap(world, 40, 50),
            MINUTE,
            1,
            CALL.multipliedBy(2).plus(LAG).plusMillis(20)));
  }

  static Stream<Course> outages() {
    return Stream.of(
        outage(
            "all without the API server move nothing where directors hold",
            ApiOutage.HOLD,
            world -> world.directors.forEach(one -> one.cut(HOUR)),
            0,
            Duration.ZERO),
        outage(
            "a holder that is cut off keeps it where directors hold",
            ApiOutage.HOLD,
            holder(one -> one.cut(HOUR)),
            0,
            Duration.ZERO),
        outage(
            "a holder that is cut off loses it where directors release",
            ApiOutage.RELEASE,
            holder(one -> one.cut(HOUR)),
            1,
            Timing.STANDARD.length()));
  }

  private static Course outage(
      String what, ApiOutage outage, Consumer<LeaseWorld> begins, int moves, Duration dark) {
    return new Course(
        what, 3, Timing.STANDARD, outage, begins, Duration.ofMinutes(70), moves, dark);
  }

  @ParameterizedTest
  @MethodSource("courses")
  void nobodyMovesWithoutReasonOrIsDarkForLong(Course course) {
    LongStream.range(0, RUNS).forEach(course::check);
  }

  @ParameterizedTest
  @MethodSource("outages")
  void anHourWithoutTheApiServerIsNotSeenWhereDirectorsHold(Course course) {
    course.check(1);
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
              world.run(MINUTE);

              assertThat(world.open()).hasSize(1);
              assertThat(world.overlap()).as(world.course()).isZero();
              assertThat(world.longestDark())
                  .as(world.course())
                  .isLessThanOrEqualTo(Timing.LONGEST.plusSeconds(4));
            });
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
}
