package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Health check of the destinations of a planned service, and the action on failure. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PlannedHealth(
    @JsonPropertyDescription("Of every destination that has none of its own.")
        @Nullable HealthCheck check,
    @JsonPropertyDescription("Of destinations that have one of their own.")
        List<PlannedCheck> overrides,
    @JsonPropertyDescription("What becomes of a destination whose check fails.")
        OnFailure onFailure) {
  public PlannedHealth {
    overrides = List.copyOf(requireNonNullElse(overrides, List.of()));
    onFailure = requireNonNullElse(onFailure, OnFailure.QUIESCE);
  }
}
