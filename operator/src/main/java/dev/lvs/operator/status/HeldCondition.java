package dev.lvs.operator.status;

import static dev.lvs.operator.status.condition.Verdict.HELD;
import static dev.lvs.operator.status.condition.Verdict.PENDING;

import dev.lvs.api.v1alpha1.DirectorNode;
import dev.lvs.api.v1alpha1.OnApiOutage;
import dev.lvs.operator.status.condition.Sentences;
import dev.lvs.operator.status.condition.Verdict;
import dev.lvs.operator.status.node.GroupLease;
import dev.lvs.operator.status.node.NodeReport;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the condition Held of a DirectorGroup: whether one of its directors has the VIPs. */
final class HeldCondition {
  /** The reason where the Lease says that no director has it. */
  static final String NOBODY_HOLDS = "NobodyHolds";

  private HeldCondition() {}

  /**
   * Builds it.
   *
   * @param nodes the directors, with what keeps them from serving
   * @param reports of them, by node
   * @param answering who answers for the VIPs, by these reports
   */
  static Verdict of(
      GroupLease lease,
      List<DirectorNode> nodes,
      Map<String, NodeReport> reports,
      AnsweringStations answering) {
    return switch (lease) {
      case GroupLease.Held(String node, int _, var silence, var outage)
          when silence.isPositive() && !answering.show(node) ->
          outage == OnApiOutage.RELEASE && knowsItsPlan(reports.get(node))
              ? expired(node, nodes)
              : silent(node);
      case GroupLease.Held(String node, int _, var _, var _) ->
          Verdict.yes(HELD, HELD, node + " has the VIPs.");
      case GroupLease.Free() ->
          Verdict.no(HELD, NOBODY_HOLDS, "No director has the VIPs." + reasons(nodes));
      case GroupLease.Untold() ->
          Verdict.unknown(
              HELD,
              PENDING,
              "Who has the VIPs is not known: no director has the Lease yet, nor does it say who had it."
                  + reasons(nodes));
      case GroupLease.Unreadable(String why) ->
          Verdict.unknown(
              HELD,
              "LeaseUnreadable",
              "Who has the VIPs is not known, as the Lease cannot be read (%s); see that the rights of deploy/kustomize are installed."
                  .formatted(why));
    };
  }

  private static Verdict silent(String node) {
    return Verdict.unknown(
        HELD,
        "HolderSilent",
        "The Lease is of %s, which does not renew it, and whether it has the VIPs still is not known: with apiOutage Hold it keeps them as long as it cannot reach the API server. See lvs holders and the log of lvs-node-agent there."
            .formatted(node));
  }

  /** Its token was over before its Lease was. */
  private static Verdict expired(String node, List<DirectorNode> nodes) {
    return Verdict.no(
        HELD,
        "LeaseExpired",
        "No director has the VIPs: %s did not renew the Lease, so that it gave them up (apiOutage Release), and no other took them."
                .formatted(node)
            + reasons(nodes));
  }

  /** Returns whether the node acts by the plan that is; by an earlier one it might hold on. */
  private static boolean knowsItsPlan(@Nullable NodeReport report) {
    return report != null
        && report.holding()
        && report.progress().values().stream().allMatch(its -> its.carriedOut() && !its.leaving());
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
