package dev.lvs.compile.resolve;

import dev.lvs.api.v1alpha1.StandDown;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSpec;
import java.util.Optional;

/** Reads from a Node whether an admin takes it out of use. */
public final class NodeDuty {
  private static final String OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";

  private NodeDuty() {}

  /** Returns the stronger reason where there are both; empty for a node in use. */
  public static Optional<StandDown> of(Node node) {
    NodeSpec spec = node.getSpec();
    if (spec == null) {
      return Optional.empty();
    }
    if (spec.getTaints().stream().anyMatch(taint -> OUT_OF_SERVICE.equals(taint.getKey()))) {
      return Optional.of(StandDown.OUT_OF_SERVICE);
    }
    return Boolean.TRUE.equals(spec.getUnschedulable())
        ? Optional.of(StandDown.CORDONED)
        : Optional.empty();
  }
}
