package dev.lvs.agent;

import dev.lvs.agent.diff.Foreign;
import dev.lvs.agent.kernel.Missing;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.Outcome;
import dev.lvs.agent.model.Outcome.Applied;
import dev.lvs.agent.model.Outcome.Refused;
import dev.lvs.agent.model.Outcome.Unknown;
import dev.lvs.agent.plan.Desired;
import dev.lvs.agent.plan.Obstacle;
import dev.lvs.agent.source.PlanNews.Plan;
import java.time.Duration;
import java.util.List;

/**
 * What one round of the loop found and did.
 *
 * @param missing what the node lacks
 * @param desired what the plan asks of this node
 * @param foreign what the plan is about and is not ours
 * @param outcomes of the changes that were tried in this round
 * @param refused everything that stands refused, from this round or an earlier one
 * @param took from the first look at the kernel to the last outcome
 */
public record Round(
    Plan plan,
    NodeFacts facts,
    List<Missing> missing,
    Desired desired,
    List<Foreign> foreign,
    List<Outcome> outcomes,
    List<Refused> refused,
    Duration took) {
  public Round {
    missing = List.copyOf(missing);
    foreign = List.copyOf(foreign);
    outcomes = List.copyOf(outcomes);
    refused = List.copyOf(refused);
  }

  /** Whether something of the kernel was changed. */
  public boolean hasChanged() {
    return outcomes.stream().anyMatch(Applied.class::isInstance);
  }

  /** Whether every change was answered, so that no other round is needed to know what is so. */
  public boolean isCertain() {
    return outcomes.stream().noneMatch(Unknown.class::isInstance);
  }

  /** Whether the kernel now holds everything that the plan says. */
  public boolean isConverged() {
    return isCertain()
        && refused.isEmpty()
        && desired.obstacles().isEmpty()
        && foreign.stream().noneMatch(Foreign::isInTheWay);
  }

  /**
   * Whether nothing at all of the plan can be done here: without the privilege, or without IPVS on
   * a node that is nothing but a director.
   */
  public boolean isFutile() {
    return missing.contains(Missing.CAP_NET_ADMIN)
        || (plan.spec().realServer() == null
            && desired.obstacles().stream()
                .anyMatch(obstacle -> obstacle.reason() == Obstacle.Reason.NO_IPVS));
  }
}
