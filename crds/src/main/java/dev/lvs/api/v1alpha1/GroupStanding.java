package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Standing of a director in a group of VIPs that move together, by a Lease or by VRRP. */
public enum GroupStanding {
  /** It has the VIPs; by a Lease it renews that. */
  @JsonProperty("Holder")
  HOLDER("Holder"),
  /** It has the VIPs, and the API server confirms nothing (apiOutage Hold). */
  @JsonProperty("HolderWithoutApi")
  HOLDER_WITHOUT_API("HolderWithoutApi"),
  /** It asks for the Lease, or has it and its gate is not open yet. */
  @JsonProperty("Asking")
  ASKING("Asking"),
  /** It is ready, and another has the Lease, or by VRRP keepalived decides. */
  @JsonProperty("Waiting")
  WAITING("Waiting"),
  /** Its gate is shut, since it cannot serve. */
  @JsonProperty("Fenced")
  FENCED("Fenced"),
  /** By VRRP: it may not take the VIPs, since it cannot serve or is not to. */
  @JsonProperty("NotReady")
  NOT_READY("NotReady"),
  /** It is no director of the group any more, and lets go. */
  @JsonProperty("Leaving")
  LEAVING("Leaving");

  private final String text;

  GroupStanding(String text) {
    this.text = text;
  }

  /** The word in CamelCase. */
  public String text() {
    return text;
  }

  /** Returns whether the director has the VIPs. */
  public boolean holds() {
    return this == HOLDER || this == HOLDER_WITHOUT_API;
  }
}
