package dev.lvs.agent.object;

import java.util.Optional;

/** A condition on earlier changes of a round, without which some later ones must not be made. */
public interface Prerequisite {
  /**
   * Remembers an outcome of the round.
   *
   * @param fresh whether the change is about something that was not ours before
   */
  void note(Outcome outcome, boolean fresh);

  /** Returns what went wrong that a change needs; empty where it may be made. */
  Optional<String> missingFor(Change change);
}
