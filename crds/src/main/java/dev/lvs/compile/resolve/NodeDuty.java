package dev.lvs.compile.resolve;

import dev.lvs.api.v1alpha1.StandDown;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeSpec;
import java.util.Optional;

/** Reads from a Node whether it is taken out of use, by an admin or because it shuts down. */
public final class NodeDuty {
  private static final String OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";

  private static final String SHUTTING_DOWN = "node is shutting down";

  private NodeDuty() {}

  /** Returns the strongest reason where there are several; empty for a node in use. */
  public static Optional<StandDown> of(Node node) {
    NodeSpec spec = node.getSpec();
    if (spec != null
        && spec.getTaints().stream().anyMatch(taint -> OUT_OF_SERVICE.equals(taint.getKey()))) {
      return Optional.of(StandDown.OUT_OF_SERVICE);
    }
    if (isShuttingDown(node)) {
      return Optional.of(StandDown.SHUTTING_DOWN);
    }
    return spec != null && Boolean.TRUE.equals(spec.getUnschedulable())
        ? Optional.of(StandDown.CORDONED)
        : Optional.empty();
  }

  /** Says it as kubelet does once its graceful shutdown has begun (pkg/kubelet/nodeshutdown). */
  private static boolean isShuttingDown(Node node) {
    return NodeReadiness.condition(node)
        .filter(ready -> "False".equals(ready.getStatus()))
        .map(NodeCondition::getMessage)
        .filter(message -> message.contains(SHUTTING_DOWN))
        .isPresent();
  }
}
