package dev.lvs.operator.reconcile;

import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.compile.resolve.NodeDuty;
import dev.lvs.compile.resolve.NodeReadiness;
import dev.lvs.compile.resolve.Upkeep;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import java.util.List;
import java.util.Objects;

/**
 * Decides whether two versions of a resource compile differently. Statuses and heartbeats do not
 * count.
 */
final class Differences {
  private Differences() {}

  /** Labels, for kinds of which nothing else is read. */
  static boolean ofLabels(HasMetadata before, HasMetadata now) {
    return !Objects.equals(before.getMetadata().getLabels(), now.getMetadata().getLabels());
  }

  /** Spec, labels and whether it is being deleted. */
  static boolean ofSpec(HasMetadata before, HasMetadata now) {
    return !Objects.equals(before.getMetadata().getGeneration(), now.getMetadata().getGeneration())
        || before.isMarkedForDeletion() != now.isMarkedForDeletion()
        || !before.getMetadata().getUid().equals(now.getMetadata().getUid())
        || ofLabels(before, now);
  }

  /** The same, and the annotation of maintenance. */
  static boolean ofServer(RealServer before, RealServer now) {
    return ofSpec(before, now) || !Upkeep.sameNote(before, now);
  }

  /** Labels, addresses, readiness of a node, and whether it is taken out of use. */
  static boolean ofNode(Node before, Node now) {
    return ofLabels(before, now)
        || !before.getMetadata().getUid().equals(now.getMetadata().getUid())
        || !NodeReadiness.of(before).equals(NodeReadiness.of(now))
        || !NodeDuty.of(before).equals(NodeDuty.of(now))
        || !addresses(before).equals(addresses(now));
  }

  private static List<NodeAddress> addresses(Node node) {
    return node.getStatus() == null ? List.of() : node.getStatus().getAddresses();
  }
}
