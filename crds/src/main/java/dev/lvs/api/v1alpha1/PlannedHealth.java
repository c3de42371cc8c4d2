package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Health of a planned service: how its destinations are checked, and what follows from their
 * failure.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PlannedHealth(
    @JsonPropertyDescription("Of every destination that has none of its own.")
        @Nullable HealthCheck check,
    @JsonPropertyDescription("Of destinations that have one of their own.")
        List<PlannedCheck> overrides,
    @JsonPropertyDescription("What becomes of a destination whose check fails.")
        OnFailure onFailure,
    @JsonPropertyDescription("The sum of weights that it needs; without it none.")
        @Nullable Quorum quorum,
    @JsonPropertyDescription(
            "Which of the destinations is the sorry server; its weight is 0, it is not checked, and"
                + " it is in the table only below the quorum.")
        @Nullable PlannedSorryServer sorryServer,
    @JsonPropertyDescription("How the weight of a destination that comes up rises.")
        @Nullable SlowStart slowStart,
    @JsonPropertyDescription(
            "What becomes of destinations where those of many services fail at one moment.")
        OnMassFailure onMassFailure) {
  public PlannedHealth {
    overrides = List.copyOf(requireNonNullElse(overrides, List.of()));
    onFailure = requireNonNullElse(onFailure, OnFailure.QUIESCE);
    onMassFailure = requireNonNullElse(onMassFailure, OnMassFailure.FOLLOW);
  }

  /** Checks and the action on failure alone. */
  public PlannedHealth(
      @Nullable HealthCheck check, List<PlannedCheck> overrides, OnFailure onFailure) {
    this(check, overrides, onFailure, null, null, null, OnMassFailure.FOLLOW);
  }

  /** Whether a destination is the sorry server. */
  public boolean isSorryServer(PlannedDestination destination) {
    return sorryServer != null && sorryServer.is(destination);
  }
}
