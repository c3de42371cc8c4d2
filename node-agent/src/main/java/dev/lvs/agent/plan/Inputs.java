package dev.lvs.agent.plan;

/**
 * The decisions of other parts of the agent that a plan is carried out with. Each is the newest of
 * its sort.
 */
public record Inputs(Health health, Holding holding, Drains drains) {
  /** Nobody decided anything: the plan alone counts. */
  public static final Inputs NONE = new Inputs(Health.NONE, Holding.ALL, Drains.NONE);
}
