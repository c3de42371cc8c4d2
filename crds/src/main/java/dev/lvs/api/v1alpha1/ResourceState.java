package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * State of one resource of the plan on a node, in order of severity: the later constant is the
 * worse.
 */
public enum ResourceState {
  /** The kernel holds it as planned. */
  @JsonProperty("Programmed")
  PROGRAMMED("Programmed"),
  /** The kernel holds it as planned, but it serves by a part of its real servers only. */
  @JsonProperty("Partial")
  PARTIAL("Partial"),
  /** The kernel's answer to a change was lost, so how it stands is not known. */
  @JsonProperty("Unknown")
  UNKNOWN("Unknown"),
  /** Another program keeps changing it: it is as planned only some of the time. */
  @JsonProperty("Contested")
  CONTESTED("Contested"),
  /** Something of it is not as planned. */
  @JsonProperty("NotProgrammed")
  NOT_PROGRAMMED("NotProgrammed");

  private final String text;

  ResourceState(String text) {
    this.text = text;
  }

  /** The word in CamelCase. */
  public String text() {
    return text;
  }
}
