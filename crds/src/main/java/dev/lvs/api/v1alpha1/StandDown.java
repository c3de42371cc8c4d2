package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Reason for which the node of a director is not to have VIPs that another one can have. */
public enum StandDown {
  /** Its node takes no new pods ({@code spec.unschedulable}). */
  @JsonProperty("Cordoned")
  CORDONED(
      "the node is cordoned, and another director is ready",
      "the node takes pods again (kubectl uncordon)"),
  /** Its kubelet waits for pods to end before the machine goes down. */
  @JsonProperty("ShuttingDown")
  SHUTTING_DOWN("the node is shutting down, and another director is ready", "it is up again"),
  /** Its node is tainted {@code node.kubernetes.io/out-of-service}. */
  @JsonProperty("OutOfService")
  OUT_OF_SERVICE(
      "the node has the taint node.kubernetes.io/out-of-service", "the taint is removed");

  private final String why;
  private final String until;

  StandDown(String why, String until) {
    this.why = why;
    this.until = until;
  }

  /** The reason in words, as part of a sentence. */
  public String why() {
    return why;
  }

  /** What has to come about before the node may have VIPs again, as part of a sentence. */
  public String until() {
    return until;
  }
}
