package dev.lvs.agent.lease;

import java.time.Instant;
import java.util.Optional;

/**
 * Knowledge of one director of a Lease.
 *
 * @param fresh whether nothing of its own is under way that it does not know the end of; otherwise
 *     a consistent read comes before the next write
 * @param version the one that was seen last; empty for no object
 * @param seen when that was, for the first time in a row
 * @param latest the one with the most changes of holder that was ever seen
 * @param held whether this director holds it, by the answer to a write of its own
 */
public record LeaseView(
    boolean fresh,
    Optional<LeaseVersion> version,
    Instant seen,
    Optional<LeaseVersion> latest,
    boolean held) {
  static LeaseView none(Instant now) {
    return new LeaseView(false, Optional.empty(), now, Optional.empty(), false);
  }

  /**
   * The same after a version was seen. The one that was seen last, seen again, is nothing new: a
   * write is based on it and fails where there is a newer one.
   */
  LeaseView saw(Optional<LeaseVersion> other, Instant now) {
    if (version.equals(other)) {
      return this;
    }
    Optional<LeaseVersion> most =
        other.filter(one -> latest.filter(one::isBefore).isEmpty()).or(() -> latest);
    return new LeaseView(fresh, other, now, most, held);
  }

  LeaseView fresh(boolean is) {
    return new LeaseView(is, version, seen, latest, held);
  }

  LeaseView held(boolean is) {
    return new LeaseView(fresh, version, seen, latest, is);
  }

  /** The same with the waiting begun anew. */
  LeaseView seenAt(Instant now) {
    return new LeaseView(fresh, version, now, latest, held);
  }

  /**
   * Returns whether the object has gone back to before a change of holder that was seen, as after
   * the store was restored from a copy: whoever it names, another may have the addresses.
   */
  boolean isRolledBack() {
    return version.isPresent() && latest.isPresent() && version.get().isBefore(latest.get());
  }

  /** The number of the next change of holder, which is beyond all that were seen of the object. */
  int nextTransition() {
    return (isRolledBack() ? latest : version).map(LeaseVersion::transitions).orElse(0) + 1;
  }

  /**
   * Returns whether a version takes the Lease from who holds it, and is no late news from before.
   */
  boolean isLostBy(LeaseVersion other) {
    return version.isPresent()
        && version.get().isBefore(other)
        && !other.holder().equals(version.get().holder());
  }

  /** Returns whether a version is of the object that is held. */
  boolean isOfThis(Optional<LeaseVersion> other) {
    return other.isPresent()
        && version.isPresent()
        && other.get().uid().equals(version.get().uid());
  }
}
