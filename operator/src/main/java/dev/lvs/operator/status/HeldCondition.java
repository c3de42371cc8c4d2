package dev.lvs.operator.status;

import static dev.lvs.operator.status.condition.Verdict.HELD;
import static dev.lvs.operator.status.condition.Verdict.PENDING;

import dev.lvs.api.v1alpha1.DirectorNode;
import dev.lvs.operator.status.condition.Sentences;
import dev.lvs.operator.status.condition.Verdict;
import dev.lvs.operator.status.node.GroupLease;
import java.util.List;

/** Builds the condition Held of a DirectorGroup: whether one of its directors has the VIPs. */
final class HeldCondition {
  private HeldCondition() {}

  /**
   * Builds it.
   *
   * @param nodes the directors, with what keeps them from serving
   */
  static Verdict of(GroupLease lease, List<DirectorNode> nodes) {
    return switch (lease) {
      case GroupLease.Held(String node, int _, var silence) when silence.isPositive() ->
          Verdict.unknown(
              HELD,
              "HolderSilent",
              "The Lease is of %s, which does not renew it. With apiOutage Hold it keeps the VIPs as long as it cannot reach the API server; see the log of lvs-node-agent there."
                  .formatted(node));
      case GroupLease.Held(String node, int _, var _) ->
          Verdict.yes(HELD, HELD, node + " has the VIPs.");
      case GroupLease.Free() ->
          Verdict.no(HELD, "NobodyHolds", "No director has the VIPs." + reasons(nodes));
      case GroupLease.Absent() ->
          Verdict.unknown(
              HELD, PENDING, "No director has asked for the VIPs yet." + reasons(nodes));
      case GroupLease.Unreadable(String why) ->
          Verdict.unknown(
              HELD,
              "LeaseUnreadable",
              "Who has the VIPs is not known, as the Lease cannot be read (%s); see that the rights of deploy/kustomize are installed."
                  .formatted(why));
    };
  }

  private static String reasons(List<DirectorNode> nodes) {
    List<String> flaws =
        nodes.stream()
            .filter(node -> node.missing() != null)
            .map(node -> node.node() + " (" + node.missing() + ")")
            .toList();
    return flaws.isEmpty()
        ? " The reports of VirtualServices and the logs of lvs-node-agent say why."
        : " Not ready: " + Sentences.list(flaws) + ".";
  }
}
