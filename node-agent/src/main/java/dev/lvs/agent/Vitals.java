package dev.lvs.agent;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Vital signs of the reconcile loop, for whoever probes the process: whether it comes round, and
 * whether it has begun with what the plan says. What the plan lacks on the node is not said here,
 * but in the status: another agent in the place of this one would not mend it.
 *
 * <p>Written by the loop's thread, read by any.
 */
public final class Vitals {
  /** Longer than any round of a plan, however large, and than any pause between two. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private final InstantSource clock;
  private volatile Instant turned;
  private volatile boolean settled;

  /**
   * Those of a loop that begins.
   *
   * @param clock one that nobody sets
   */
  Vitals(InstantSource clock) {
    this.clock = clock;
    this.turned = clock.instant();
  }

  /** The loop has come round. */
  void turn() {
    turned = clock.instant();
  }

  /** A plan has been carried out, or it is known that this node has none. */
  void settle() {
    settled = true;
  }

  /** Returns why the process should be started anew, if so. */
  public Optional<String> unhealthy() {
    Duration ago = Duration.between(turned, clock.instant());
    return ago.compareTo(PATIENCE) <= 0
        ? Optional.empty()
        : Optional.of("the reconcile loop has not come round for %d s".formatted(ago.toSeconds()));
  }

  /** Returns why it does not do its work yet, if so. */
  public Optional<String> unready() {
    return settled ? unhealthy() : Optional.of("no plan has been read and carried out yet");
  }
}
