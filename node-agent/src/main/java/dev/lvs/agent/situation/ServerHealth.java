package dev.lvs.agent.situation;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The state of a real server in one virtual service, as a check found it. */
public sealed interface ServerHealth {
  /**
   * The health of a server by two checks, which both have to pass.
   *
   * @param planned the weight of the plan, to which what each check adds or takes away is added
   */
  default ServerHealth and(ServerHealth other, int planned) {
    if (this instanceof Down down) {
      return other instanceof Down too && !down.hasFailed() ? too : down;
    }
    if (other instanceof Down) {
      return other;
    }
    return switch (this) {
      case Up one when other instanceof Up two -> one.and(two, planned);
      case Up one -> other.and(one, planned);
      case Down _ -> this;
      case Unknown one when other instanceof Unknown two -> one.doubt().isEmpty() ? one : two;
      // of one that is asked, and whose other check cannot be made
      case Unknown one when other instanceof Up two && one.doubt().isPresent() ->
          new Up(two.weight(), one.doubt(), two.certificateEnd(), two.cameUp());
      case Unknown one -> one;
    };
  }

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

    private Up and(Up other, int planned) {
      return new Up(
          weight.isEmpty() || other.weight.isEmpty()
              ? weight.isEmpty() ? other.weight : weight
              : OptionalInt.of(
                  Math.clamp(
                      (long) weight.getAsInt() + other.weight.getAsInt() - planned,
                      0,
                      Integer.MAX_VALUE)),
          doubt.or(other::doubt),
          earlier(certificateEnd, other.certificateEnd),
          Stream.concat(cameUp.stream(), other.cameUp.stream()).max(Comparator.naturalOrder()));
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
      return Stream.concat(one.stream(), other.stream()).min(Comparator.naturalOrder());
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

    /** Returns whether its check has failed, rather than had no result yet. */
    public boolean hasFailed() {
      return evidence.reason().isPresent();
    }
  }
}
