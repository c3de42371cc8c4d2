package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Mode of taking a real server out of service by hand. */
public enum MaintenanceMode {
  /** No new connections but of clients that persistence remembers; established ones go on. */
  @JsonProperty("Drain")
  DRAIN,
  /** Out of every service. */
  @JsonProperty("Remove")
  REMOVE
}
