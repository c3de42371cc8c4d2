package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Action of the director that has a group's VIPs while the API server does not answer. */
public enum OnApiOutage {
  /** Keeps them; whoever may take them asks the network first whether somebody answers. */
  @JsonProperty("Hold")
  HOLD,
  /** Gives them up after seconds. */
  @JsonProperty("Release")
  RELEASE
}
