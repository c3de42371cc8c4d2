package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Numbers of a service's real servers. */
public record RealServerCounts(
    @JsonPropertyDescription("All of them.") int total,
    @JsonPropertyDescription(
            "Those that take new connections, by the director that reaches the fewest; not one of"
                + " which that is not known.")
        int ready,
    @JsonPropertyDescription(
            "Those that only finish what they have, as far as drain.timeout leaves time.")
        int draining,
    @JsonPropertyDescription("Those whose health check fails there.") int unhealthy,
    @JsonPropertyDescription("Those of which it is not known there whether they work.")
        int unknown) {
  /** None of which the health is known to be bad, or not known. */
  public RealServerCounts(int total, int ready, int draining) {
    this(total, ready, draining, 0, 0);
  }
}
