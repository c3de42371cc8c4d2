package dev.lvs.agent.lease;

import java.time.Instant;
import java.util.Optional;

/** All that one director knows and is about to do for one group. */
public record LeaseState(
    Circumstances circumstances,
    LeaseView view,
    Optional<LeaseRequest> request,
    Opening opening,
    Pace pace,
    Ending ending,
    Optional<Sighting> sighting) {
  /** That of a process that has just started: its gate may be open by a former one. */
  public static LeaseState start(Circumstances circumstances, Instant now) {
    return new LeaseState(
        circumstances,
        LeaseView.none(now),
        Optional.empty(),
        Opening.unknown(now, circumstances.timing().fence()),
        Pace.from(now),
        Ending.NONE,
        Optional.empty());
  }

  /** Returns whether it has the addresses, as far as it knows. */
  public boolean isOpen(Instant now) {
    return opening.isOpen(now);
  }

  /** Returns whether the process may end as far as this group goes. */
  public boolean isDone() {
    return ending.done();
  }

  /**
   * Until when it stays out, since writes to the API server took too long for it, or it has just
   * given the Lease back.
   */
  public Instant out() {
    return pace.out();
  }
}
