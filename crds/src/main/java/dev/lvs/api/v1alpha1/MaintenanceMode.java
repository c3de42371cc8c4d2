package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Mode of taking a real server out of service by hand. */
public enum MaintenanceMode {
  /** No new connections; established ones go on, for {@link Drain} where a service says it. */
  @JsonProperty("Drain")
  DRAIN("Drain"),
  /** Out of every service, after {@link Drain} where a service says it. */
  @JsonProperty("Off")
  OFF("Off");

  private final String text;

  MaintenanceMode(String text) {
    this.text = text;
  }

  /** As manifests spell it. */
  public String text() {
    return text;
  }
}
