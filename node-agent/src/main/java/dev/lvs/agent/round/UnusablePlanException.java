package dev.lvs.agent.round;

import dev.lvs.agent.source.PlanNews.Plan;

/** A plan says something that no node can carry out. */
public final class UnusablePlanException extends RuntimeException {

  private static final long serialVersionUID = 1;

  UnusablePlanException(Plan plan, IllegalArgumentException cause) {
    super(
        "Plan "
            + plan.generation()
            + " is not one that the operator makes: "
            + cause.getMessage()
            + ". Update the older one of operator and node-agent.",
        cause);
  }
}
