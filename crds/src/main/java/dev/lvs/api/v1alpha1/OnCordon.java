package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Action of a director whose node is cordoned, while it has a group's VIPs or may take them. */
public enum OnCordon {
  /** Gives them to another director that is ready, if there is one. */
  @JsonProperty("Leave")
  LEAVE,
  /** Keeps and takes them as before. */
  @JsonProperty("Stay")
  STAY
}
