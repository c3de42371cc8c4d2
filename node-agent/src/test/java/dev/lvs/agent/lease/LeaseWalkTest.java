package dev.lvs.agent.lease;

import static dev.lvs.agent.lease.LeaseWorld.MS;
import static dev.lvs.agent.lease.LeaseWorld.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Random courses of things with every fault of the model at once. */
class LeaseWalkTest {
  private static final int RUNS = Integer.getInteger("lease.runs", 300);
  private static final long SEED = Long.getLong("lease.seed", new Random().nextLong());

  private static final List<Timing> PROFILES = List.of(Timing.STANDARD, Timing.FAST, Timing.STICKY);

  @Test
  void neverTwoAreOpenAndOneIsOpenWhenItIsCalmAgain() {
    walk(ApiOutage.RELEASE, LeaseFaults.all());
  }

  @Test
  void neverTwoAreOpenThatHoldAndHearEachOther() {
    walk(ApiOutage.HOLD, LeaseFaults.all());
  }

  /**
   * Without directors that stand still or start meanwhile: one that knows no newer version than
   * that of the copy cannot tell it from the present.
   */
  @Test
  void neverTwoAreOpenByAStoreThatWasRestored() {
    walk(
        ApiOutage.RELEASE,
        Set.of(LeaseFaults.RESTORE, LeaseFaults.LOST, LeaseFaults.SLOW, LeaseFaults.UNFIT));
  }

  private static void walk(ApiOutage outage, Set<LeaseFaults> faults) {
    System.out.println("lease walk: seed " + SEED + ", runs " + RUNS);
    for (int run = 0; run < RUNS; run++) {
      long seed = SEED + run;
      Random random = new Random(seed);
      Timing timing = PROFILES.get(random.nextInt(PROFILES.size()));
      LeaseWorld world = new LeaseWorld(seed, 2 + random.nextInt(3), timing, outage, faults);
      world.trouble(troubles(world));

      world.run(Duration.ofMinutes(2));

      assertNeverTwo(world, seed);
      becomeCalm(world);
      world.run(Duration.ofSeconds(100));
      assertThat(world.open()).as("seed %d%n%s", seed, world.course()).hasSize(1);
      world.count();
      world.run(Duration.ofSeconds(20));
      assertNeverTwo(world, seed);
      assertThat(world.longestDark()).as("seed %d%n%s", seed, world.course()).isZero();
      assertThat(world.moves()).as("seed %d%n%s", seed, world.course()).isZero();
    }
  }

  private static void assertNeverTwo(LeaseWorld world, long seed) {
    assertThat(world.overlap()).as("seed %d%n%s", seed, world.course()).isZero();
  }

  private static void becomeCalm(LeaseWorld world) {
    world.calm = true;
    for (SimulatedDirector one : world.directors) {
      one.mend();
      one.profile(Timing.STANDARD);
      one.unfit(Optional.empty());
    }
  }

  private static List<Runnable> troubles(LeaseWorld world) {
    List<Runnable> all = new ArrayList<>();
    for (SimulatedDirector one : world.directors) {
      for (LeaseFaults fault : LeaseFaults.values()) {
        if (world.faults.contains(fault)) {
          trouble(world, one, fault).ifPresent(all::add);
        }
      }
    }
    return all;
  }

  private static Optional<Runnable> trouble(
      LeaseWorld world, SimulatedDirector one, LeaseFaults fault) {
    return switch (fault) {
      case SLOW, LOST, STALE_WATCH, REFUSED -> Optional.empty();
      case STALL -> Optional.of(() -> one.still(world.pick(30 * SECOND)));
      case MACHINE_STALL -> Optional.of(one::machineStill);
      case KILL -> Optional.of(() -> one.kill(100 * MS + world.pick(8 * SECOND)));
      case CRASH -> Optional.of(() -> one.crash(2 * SECOND + world.pick(20 * SECOND)));
      case DELETE -> Optional.of(world.api::delete);
      case RESTART -> Optional.of(() -> one.stop(100 * MS + world.pick(8 * SECOND)));
      case UNFIT ->
          Optional.of(
              () ->
                  one.unfit(
                      world.random.nextInt(3) == 0 ? Optional.of("drained") : Optional.empty()));
      case FLAP ->
          Optional.of(
              () -> {
                one.unfit(Optional.of("no carrier"));
                world.after(world.pick(2 * SECOND), () -> one.unfit(Optional.empty()));
              });
      case PROFILE ->
          Optional.of(() -> one.profile(PROFILES.get(world.random.nextInt(PROFILES.size()))));
      case SECOND -> Optional.of(one::second);
      case CUT ->
          Optional.of(
              () -> {
                long time = world.pick(40 * SECOND);
                if (world.random.nextInt(3) == 0) {
                  world.directors.forEach(each -> each.cut(time));
                } else {
                  one.cut(time);
                }
              });
      case RESTORE ->
          Optional.of(
              () -> {
                List<Optional<LeaseVersion>> history = world.api.history();
                int back = (int) Math.max(0, history.size() - 1 - world.pick(20));
                if (history.get(back).isPresent()) {
                  world.say("the store is restored to " + history.get(back));
                  world.api.restore(history.get(back));
                }
              });
    };
  }
}
