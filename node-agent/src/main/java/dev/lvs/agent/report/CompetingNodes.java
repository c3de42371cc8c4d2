package dev.lvs.agent.report;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import java.util.List;
import java.util.Optional;

/** Finds conflicts: other nodes that answer for VIPs of this one. */
final class CompetingNodes {
  private CompetingNodes() {}

  /** One sentence about all of them; none where this node is alone with its VIPs. */
  static Optional<String> of(NodePlanSpec plan) {
    List<String> nodes = plan.director().alsoAnnouncing();
    return nodes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "VIPs of this node are held by %s %s too, and all of them answer, so clients change between them and lose their connections. Write announcement: {mode: lease} in the DirectorGroup, by which one at a time has them, or let its nodeSelector choose one node."
                .formatted(nodes.size() == 1 ? "node" : "nodes", String.join(", ", nodes)));
  }
}
