package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Reason for which the node of a director is not to have VIPs that another one can have. */
public enum StandDown {
  /** Its node takes no new pods ({@code spec.unschedulable}). */
  @JsonProperty("Cordoned")
  CORDONED,
  /** Its node is tainted {@code node.kubernetes.io/out-of-service}. */
  @JsonProperty("OutOfService")
  OUT_OF_SERVICE
}
