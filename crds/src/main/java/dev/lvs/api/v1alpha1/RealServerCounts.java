package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Numbers of a service's real servers. */
public record RealServerCounts(
    @JsonPropertyDescription("All of them.") int total,
    @JsonPropertyDescription("Those that take new connections.") int ready,
    @JsonPropertyDescription("Those that only finish what they have.") int draining) {}
