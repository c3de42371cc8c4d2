package dev.lvs.operator.status.node;

/**
 * A reason for which a node does not carry out its plan.
 *
 * @param reason one word in CamelCase, for a condition
 * @param message a sentence, with the remedy
 */
public record Trouble(String reason, String message) {
  /** Whatever its agent says that it lacks. */
  public static final String NODE_NOT_READY = "NodeNotReady";

  /** Its agent is not heard from, so that nothing is known of it. */
  public static final String NODE_SILENT = "NodeSilent";

  /** It never learns of it: the API server does not take its plan. */
  public static final String PLAN_REFUSED = "PlanRefused";

  /** Its agent does not say all of what it holds, and perhaps not of this resource. */
  public static final String REPORT_TRUNCATED = "ReportTruncated";

  /** Returns whether it leaves open how far the node is. */
  public boolean leavesOpen() {
    return reason.equals(REPORT_TRUNCATED);
  }

  /** Returns whether nothing is known of the node, rather than something amiss. */
  public boolean isSilence() {
    return reason.equals(NODE_SILENT);
  }
}
