package dev.lvs.operator.status.node;

import dev.lvs.api.v1alpha1.LocalPorts;
import dev.lvs.api.v1alpha1.ResourceReport;
import java.util.List;
import java.util.Optional;

/**
 * Progress of one node with the entries of one resource.
 *
 * @param change the plan that last changed what the resource has on the node
 * @param leaving whether that change took it off the node
 * @param carriedOut whether the node has reported on that plan or a later one
 * @param said the node's report on it; empty where it is as planned
 * @param trouble hindrance to the node in carrying it out, or in saying so
 */
public record PlanProgress(
    PlanChange change,
    boolean leaving,
    boolean carriedOut,
    List<ResourceReport> said,
    Optional<Trouble> trouble) {
  public PlanProgress {
    said = List.copyOf(said);
  }

  /** Returns how many local ports it has left for FULLNAT. */
  public Optional<LocalPorts> ports() {
    return ports(said);
  }

  public static Optional<LocalPorts> ports(List<ResourceReport> said) {
    return said.stream()
        .flatMap(entry -> Optional.ofNullable(entry.numbers()).stream())
        .flatMap(numbers -> Optional.ofNullable(numbers.localPorts()).stream())
        .findFirst();
  }
}
