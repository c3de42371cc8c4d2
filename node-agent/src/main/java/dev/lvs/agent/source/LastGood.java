package dev.lvs.agent.source;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.manifest.Manifests;
import java.util.List;

/**
 * What stands in for manifests that are wrong now: their last good versions.
 *
 * @param manifests for what cannot be read
 * @param plans of all nodes, for what can be read and is refused
 */
record LastGood(Manifests manifests, List<NodePlanSpec> plans) {
  LastGood {
    plans = List.copyOf(plans);
  }

  /** What there is before the first reading. */
  static LastGood none() {
    return new LastGood(Manifests.none(), List.of());
  }
}
