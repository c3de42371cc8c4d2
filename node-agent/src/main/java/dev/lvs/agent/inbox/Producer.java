package dev.lvs.agent.inbox;

import dev.lvs.api.v1alpha1.LeaseReport;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.VrrpReport;
import java.util.List;

/** A part of the agent that puts news into the inbox from threads of its own. */
public interface Producer extends AutoCloseable {
  /**
   * Starts, and returns at once. Called once, by the thread that runs the agent and when that has
   * the node for itself; a thread that is started here is in the network namespace of the agent.
   *
   * @param inbox takes the news from any thread
   */
  void begin(Inbox inbox);

  /**
   * Called by the thread that runs the agent before each round, with the plan that it carries out:
   * what this plan is to be carried out with may be put into the inbox until this returns.
   */
  default void prepare(NodePlanSpec plan) {}

  /** Returns what is to be reported of Leases, as it was last seen; from any thread. */
  default List<LeaseReport> leases() {
    return List.of();
  }

  /** Returns what is to be reported of VRRP, as it was last seen; from any thread. */
  default List<VrrpReport> vrrp() {
    return List.of();
  }

  /** Ends from any thread; nothing is put into the inbox afterwards that matters. */
  @Override
  void close();
}
