package dev.lvs.agent.situation;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** The state of a real server in one virtual service, as a check found it. */
public sealed interface ServerHealth {
  /**
   * No result yet: it has the weight that the plan gives it.
   *
   * @param doubt since when and why it cannot be probed; empty while the first results are due
   */
  record Unknown(Optional<HealthEvidence> doubt) implements ServerHealth {
    /** No result yet, and nothing in the way of one. */
    public Unknown() {
      this(Optional.empty());
    }
  }

  /**
   * It serves.
   *
   * @param weight in the place of the one that the plan gives it, 0 to 2^31-1; empty for that one.
   *     Where the plan says 0 it stays 0: a check does not override a quiesced server
   * @param doubt since when and why it cannot be probed any more; empty while it is
   * @param certificateEnd when its certificate expires, if that is soon
   * @param cameUp when it came up, by the clock of the situation; empty for one that was up from
   *     the beginning
   */
  record Up(
      OptionalInt weight,
      Optional<HealthEvidence> doubt,
      Optional<Instant> certificateEnd,
      Optional<Instant> cameUp)
      implements ServerHealth {
    /** With the weight of the plan. */
    public static final Up AS_PLANNED = new Up(OptionalInt.empty());

    /** With a weight, and probed. */
    public Up(OptionalInt weight) {
      this(weight, Optional.empty(), Optional.empty());
    }

    /** One that was up from the beginning. */
    public Up(
        OptionalInt weight, Optional<HealthEvidence> doubt, Optional<Instant> certificateEnd) {
      this(weight, doubt, certificateEnd, Optional.empty());
    }

    public Up {
      if (weight.isPresent() && weight.getAsInt() < 0) {
        throw new IllegalArgumentException("a weight is not negative: " + weight.getAsInt());
      }
    }
  }

  /**
   * It does not serve.
   *
   * @param removed whether it leaves the table, which ends its connections, or stays with weight 0,
   *     so that it gets no new ones
   * @param evidence since when and why; none where nothing has been heard of it and it counts as
   *     down until then
   * @param since when it went down, by the clock of the situation; empty for one that was never
   *     seen up
   */
  record Down(boolean removed, HealthEvidence evidence, Optional<Instant> since)
      implements ServerHealth {
    /** For a reason, and nothing else is known. */
    public Down(boolean removed, String reason) {
      this(removed, HealthEvidence.of(reason));
    }

    /** One that was never seen up. */
    public Down(boolean removed, HealthEvidence evidence) {
      this(removed, evidence, Optional.empty());
    }

    /** Whether its check has failed, rather than had no result yet. */
    public boolean hasFailed() {
      return evidence.reason().isPresent();
    }
  }
}
