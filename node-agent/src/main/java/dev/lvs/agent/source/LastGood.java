package dev.lvs.agent.source;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.manifest.Manifests;
import java.util.List;

/**
 * Last good versions of manifests that are wrong now, which take their place.
 *
 * @param manifests of resources that cannot be read
 * @param plans of all nodes, for resources that can be read and are refused
 */
record LastGood(Manifests manifests, List<NodePlanSpec> plans) {
  LastGood {
    plans = List.copyOf(plans);
  }

  /** Returns what there is before the first reading. */
  static LastGood none() {
    return new LastGood(Manifests.none(), List.of());
  }
}
