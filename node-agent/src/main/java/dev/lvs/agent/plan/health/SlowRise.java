package dev.lvs.agent.plan.health;

import dev.lvs.api.v1alpha1.SlowStart;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Rise of the weight of a server that came up, in equal steps from the first weight to the whole.
 *
 * <p>Steps are at least a second apart, and no more than {@value #STEPS}: each is a round of the
 * agent, and shares of new connections need no finer ones.
 *
 * @param weight in force now
 * @param next when it is another
 */
record SlowRise(int weight, Optional<Instant> next) {
  private static final int STEPS = 20;

  /**
   * The weight of a server at a time.
   *
   * @param whole its weight at the end
   */
  static SlowRise of(SlowStart slow, int whole, Instant cameUp, Instant now) {
    int first = Math.min(slow.fromWeight(), whole);
    Duration length = Duration.ofMillis(slow.duration().milliseconds());
    Duration passed = Duration.between(cameUp, now);
    if (first >= whole || passed.compareTo(length) >= 0) {
      return new SlowRise(whole, Optional.empty());
    }
    long steps = Math.clamp(Math.min((long) whole - first, length.toSeconds()), 1, STEPS);
    // a clock that nobody sets does not go back, but an instant of another life may be ahead
    long step = passed.isNegative() ? 0 : passed.toMillis() * steps / length.toMillis();
    long weight = first + ((long) whole - first) * step / steps;
    Instant next = cameUp.plusMillis(Math.ceilDiv((step + 1) * length.toMillis(), steps));
    return new SlowRise((int) weight, Optional.of(next));
  }

  /** Returns whether it still rises. */
  boolean isRising() {
    return next.isPresent();
  }
}
