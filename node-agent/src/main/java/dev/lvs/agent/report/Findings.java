package dev.lvs.agent.report;

import dev.lvs.agent.diff.Diff;
import dev.lvs.agent.model.Missing;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Outcome.Refused;
import dev.lvs.agent.plan.draft.Desired;
import dev.lvs.agent.source.PlanNews.Plan;
import java.util.List;

/**
 * Findings of one round, as far as they are reported.
 *
 * @param missing features that the node lacks for this plan
 * @param diff how the kernel differed from the desired state
 * @param outcomes of the changes that were tried in this round
 * @param refused every change that is still refused, from this round or an earlier one
 * @param fights changes that other programs keep undoing
 */
public record Findings(
    Plan plan,
    NodeFacts facts,
    List<Missing> missing,
    Desired desired,
    Diff diff,
    List<Outcome> outcomes,
    List<Refused> refused,
    List<Fight> fights) {
  public Findings {
    missing = List.copyOf(missing);
    outcomes = List.copyOf(outcomes);
    refused = List.copyOf(refused);
    fights = List.copyOf(fights);
  }

  /** Returns whether something of the kernel was changed. */
  boolean hasChanged() {
    return outcomes.stream().anyMatch(Outcome.Applied.class::isInstance);
  }

  /**
   * Returns whether every change was answered, so that no other round is needed to know what is so.
   */
  boolean isCertain() {
    return outcomes.stream().noneMatch(Outcome.Unknown.class::isInstance);
  }
}
