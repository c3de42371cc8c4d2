package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a real server is taken out. */
public enum MaintenanceMode {
  /** No new connections but of clients that persistence remembers; established ones go on. */
  @JsonProperty("Drain")
  DRAIN,
  /** Out of every service. */
  @JsonProperty("Remove")
  REMOVE
}
