package dev.lvs.compile.resolve;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import java.util.Optional;

/** Reads the condition Ready of a Node. */
public final class NodeReadiness {
  private NodeReadiness() {}

  /**
   * Returns whether it is True; empty where the node says nothing of it. Of a silent kubelet it is
   * not.
   */
  public static Optional<Boolean> of(Node node) {
    return condition(node).map(NodeCondition::getStatus).map("True"::equals);
  }

  /** The condition Ready; empty where the node has none. */
  static Optional<NodeCondition> condition(Node node) {
    return node.getStatus() == null || node.getStatus().getConditions() == null
        ? Optional.empty()
        : node.getStatus().getConditions().stream()
            .filter(condition -> "Ready".equals(condition.getType()))
            .findFirst();
  }
}
