package dev.lvs.agent.source;

import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.net.IpAddress;
import java.util.Set;
import java.util.function.Consumer;

/** Provides the plans of one node from threads of its own, and takes their status. */
public interface PlanSource extends AutoCloseable {
  /**
   * Starts to bring news, each of which makes those before it void, and returns at once. Nothing is
   * read before. Called once.
   *
   * @param news called by any thread, by one at a time; returns at once
   */
  void begin(Consumer<PlanNews> news);

  /** Says what became of the plan. Returns at once, whether or not anybody can be told now. */
  void report(NodePlanStatus status);

  /** What was brought has been seen to, and no newer news since. */
  default void seenTo(PlanNews news) {}

  /** Whoever takes the news is alive: it says so every few seconds. Returns at once. */
  default void turn() {}

  /** Whether it was looked for a plan of this node, and there is none. */
  default boolean hasNoPlan() {
    return false;
  }

  /** The addresses at which the plan is got over the network; returns at once what is known. */
  default Set<IpAddress> servers() {
    return Set.of();
  }

  /** Ends the source from any thread. */
  @Override
  void close();
}
