package dev.lvs.agent.source;

import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.net.IpAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Gives the plan of one node, and takes what became of it. */
public interface PlanSource extends AutoCloseable {

  /**
   * Waits for something new. Of several plans that came in the meantime, the newest is given.
   *
   * @return empty when there is nothing new after this long, or the source is closed
   */
  Optional<PlanNews> await(Duration patience) throws InterruptedException;

  /** Says what became of the plan. Returns at once, whether or not anybody can be told now. */
  void report(NodePlanStatus status);

  /** The addresses at which the plan is got over the network; returns at once what is known. */
  default Set<IpAddress> servers() {
    return Set.of();
  }

  /** Ends the source from any thread, and at once whoever waits for it. */
  @Override
  void close();
}
