package dev.lvs.operator.status.facts;

import dev.lvs.compile.resolve.NodeReadiness;
import dev.lvs.operator.status.condition.Sentences;
import dev.lvs.operator.status.condition.Verdict;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Nodes whose kubelet Kubernetes does not hear from, or calls not ready, by their addresses. No
 * agent of ours has to run on a real server of NAT, so nobody else tells whether it is alive.
 */
public final class DeadNodes {
  private static final String NOT_READY = "NodeNotReady";

  private final Map<String, String> byAddress = new HashMap<>();

  DeadNodes(Collection<Node> nodes) {
    nodes.stream()
        .filter(DeadNodes::isDead)
        .sorted(Comparator.comparing((Node node) -> node.getMetadata().getName()))
        .forEach(
            node ->
                addresses(node)
                    .forEach(it -> byAddress.putIfAbsent(it, node.getMetadata().getName())));
  }

  /** Returns whether the node is said not to be ready; where nothing is said it counts as ready. */
  public static boolean isDead(Node node) {
    return !NodeReadiness.of(node).orElse(true);
  }

  /** The node that has the address, if it is one of them. */
  Optional<String> at(String address) {
    return Optional.ofNullable(byAddress.get(address));
  }

  /** Returns whether there is none. */
  boolean isEmpty() {
    return byAddress.isEmpty();
  }

  /** Returns what is known of what stands on these. */
  public static Verdict verdict(Collection<String> nodes) {
    return Verdict.unknown(
        Verdict.READY,
        NOT_READY,
        "Kubernetes says that %s %s not ready, and nobody checks whether the real server there answers; write healthCheck to have it checked."
            .formatted(Sentences.list(List.copyOf(nodes)), nodes.size() == 1 ? "is" : "are"));
  }

  private static Stream<String> addresses(Node node) {
    return Optional.ofNullable(node.getStatus().getAddresses())
        .orElse(Collections.emptyList())
        .stream()
        .filter(it -> "InternalIP".equals(it.getType()))
        .map(NodeAddress::getAddress);
  }
}
