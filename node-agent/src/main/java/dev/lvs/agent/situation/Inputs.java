package dev.lvs.agent.situation;

/**
 * Decisions of other parts of the agent that planning takes as input. Each is the newest of its
 * sort.
 */
public record Inputs(Health health, Holding holding, DrainOrders orders) {
  /** The same with other health. */
  public Inputs with(Health other) {
    return new Inputs(other, holding, orders);
  }

  /** The same with another holding. */
  public Inputs with(Holding other) {
    return new Inputs(health, other, orders);
  }

  /** Nobody decided anything: the plan alone counts. */
  public static final Inputs NONE = new Inputs(Health.NONE, Holding.ALL, DrainOrders.NONE);
}
