package dev.lvs.agent.lease;

import java.time.Instant;
import java.util.Optional;

/**
 * A request that is under way; there is one at a time for a group.
 *
 * @param end when it is given up
 * @param timing of the write and its token
 * @param on the version that it is based on
 * @param isVoid whether its token is gone, so that its success opens nothing
 */
public record LeaseRequest(
    long number,
    Purpose purpose,
    Instant begun,
    Instant end,
    Timing timing,
    Optional<LeaseVersion> on,
    boolean isVoid) {
  /** Purpose of a request: a write of the Lease, a read, or a question to the network. */
  public enum Purpose {
    /** To take the Lease or to renew it. */
    ASK,

    /** To renew it for as long as the process is replaced. */
    RESTART,

    /** To give it back. */
    RELEASE,

    CREATE,

    READ,

    PROBE
  }

  LeaseRequest voided() {
    return new LeaseRequest(number, purpose, begun, end, timing, on, true);
  }
}
