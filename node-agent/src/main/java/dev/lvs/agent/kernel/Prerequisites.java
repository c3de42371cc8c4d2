package dev.lvs.agent.kernel;

import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Outcomes;
import dev.lvs.agent.object.Prerequisite;
import java.util.List;
import java.util.Optional;

/**
 * Collects the prerequisites of every kind: changes that must have succeeded in this round before
 * others of it may be made. A VIP waits for its virtual servers.
 */
final class Prerequisites {
  private final List<Prerequisite> all;
  private final PurposesMet purposes;

  Prerequisites(List<Prerequisite> all, PurposesMet purposes) {
    this.all = all;
    this.purposes = purposes;
  }

  /**
   * Remembers an outcome.
   *
   * @param fresh whether the change is about something that was not ours before
   */
  void note(Outcome outcome, boolean fresh) {
    for (Prerequisite one : all) {
      one.note(outcome, fresh);
    }
    purposes.note(outcome, fresh);
  }

  /** Returns why a change must not be made, empty if it may. */
  Optional<Outcome.Refused> refusalOf(Change change) {
    for (Prerequisite one : all) {
      Optional<String> missing = one.missingFor(change);
      if (missing.isPresent()) {
        return Optional.of(
            Outcomes.refused(
                change,
                Outcome.Refused.PREREQUISITE,
                "not tried, because of this: " + missing.get()));
      }
    }
    return purposes.refusalOf(change);
  }
}
