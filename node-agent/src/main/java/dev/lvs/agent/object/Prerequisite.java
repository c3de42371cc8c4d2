package dev.lvs.agent.object;

import java.util.Optional;

/** Something that must have gone well in a round before some changes of it may be made. */
public interface Prerequisite {
  /**
   * Remembers an outcome of the round.
   *
   * @param fresh whether the change is about something that was not ours before
   */
  void note(Outcome outcome, boolean fresh);

  /** What went wrong that a change needs; empty where it may be made. */
  Optional<String> missingFor(Change change);
}
