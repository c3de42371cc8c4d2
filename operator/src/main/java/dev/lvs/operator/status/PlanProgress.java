package dev.lvs.operator.status;

import dev.lvs.api.v1alpha1.LocalPorts;
import dev.lvs.api.v1alpha1.PlanOutcome;
import java.util.List;
import java.util.Optional;

/**
 * How far one node is with what one resource asks of it.
 *
 * @param change the plan that last changed what the resource has on the node
 * @param leaving whether that change took it off the node
 * @param carriedOut whether the node has reported on that plan or a later one
 * @param refused what the node could not do of it
 * @param trouble what keeps the node from carrying it out
 * @param ports how many local ports it has left for FULLNAT
 */
public record PlanProgress(
    PlanChange change,
    boolean leaving,
    boolean carriedOut,
    List<PlanOutcome> refused,
    Optional<Trouble> trouble,
    Optional<LocalPorts> ports) {
  public PlanProgress {
    refused = List.copyOf(refused);
  }
}
