package dev.lvs.agent.lease;

import dev.lvs.agent.lease.LeaseHolder.Director;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Computes how long a Lease that another director has, had or gave back is left alone. */
final class LeaseWait {
  /** Between directors that wait for an abandoned Lease, by their ranks. */
  static final Duration RANK = Duration.ofMillis(300);

  /**
   * Time for which a free Lease is left to the one that it is meant for, and by who gave it back to
   * all others.
   */
  static final Duration PREFERENCE = Duration.ofSeconds(1);

  private LeaseWait() {}

  /** When a director may take it, if it sees no other version until then. */
  static Instant end(Director self, LeaseView view, Circumstances circumstances) {
    Duration rank = RANK.multipliedBy(circumstances.rank());
    if (view.isRolledBack()) {
      return view.seen().plus(Timing.LONGEST).plus(rank);
    }
    LeaseVersion version = view.version().orElseThrow();
    return switch (version.holder()) {
      case LeaseHolder.Free(Optional<String> preferred) ->
          preferred.filter(node -> !node.equals(self.node())).isPresent()
              ? view.seen().plus(PREFERENCE)
              : view.seen();
      case Director _, LeaseHolder.Unknown _ -> {
        Duration own = circumstances.timing().length();
        Duration longer = version.length().compareTo(own) > 0 ? version.length() : own;
        yield view.seen().plus(longer).plus(rank);
      }
    };
  }
}
