package dev.lvs.agent.report;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Collects warnings on a plan that is carried out and may still not work as intended. */
public final class Remarks {
  private Remarks() {}

  /** Full sentences, each about one matter. */
  public static List<String> of(NodePlanSpec plan, NodeFacts facts) {
    return Stream.of(Unheld.of(plan, facts), CompetingNodes.of(plan))
        .flatMap(Optional::stream)
        .toList();
  }
}
