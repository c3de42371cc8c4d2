package dev.lvs.agent.lease;

import java.time.Instant;
import java.util.Optional;

/**
 * Progress of the process towards its end.
 *
 * @param by when it ends at the latest; empty while it is not to end
 */
record Ending(Optional<Instant> by, boolean done) {
  static final Ending NONE = new Ending(Optional.empty(), false);
}
