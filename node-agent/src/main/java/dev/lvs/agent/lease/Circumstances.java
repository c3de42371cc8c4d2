package dev.lvs.agent.lease;

import java.util.Optional;

/**
 * Decisions of the rest of the agent about one group.
 *
 * @param unfit why this director is not to have the addresses; empty where it is ready to serve
 * @param rank how many directors are to take an abandoned Lease before this one, 0 and up
 * @param heir node that is ready to take over, where there is one
 */
public record Circumstances(
    Optional<String> unfit, int rank, Timing timing, ApiOutage outage, Optional<String> heir) {
  /** Not to be served yet. */
  public static Circumstances notReady(String why, Timing timing, ApiOutage outage) {
    return new Circumstances(Optional.of(why), 0, timing, outage, Optional.empty());
  }
}
