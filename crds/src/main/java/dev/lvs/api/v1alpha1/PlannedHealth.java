package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lvs.ipvs.DestinationKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Health of a planned service: how its destinations are checked, and what follows from their
 * failure.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PlannedHealth(
    @JsonPropertyDescription("Of every destination that has none of its own.")
        @Nullable HealthCheck check,
    @JsonPropertyDescription("Those that have to pass besides check.") List<HealthCheck> additional,
    @JsonPropertyDescription(
            "Of destinations that have some of their own; of several of one all have to pass.")
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
    additional = List.copyOf(requireNonNullElse(additional, List.of()));
    overrides = List.copyOf(requireNonNullElse(overrides, List.of()));
    onFailure = requireNonNullElse(onFailure, OnFailure.QUIESCE);
    onMassFailure = requireNonNullElse(onMassFailure, OnMassFailure.FOLLOW);
  }

  /** Checks and the action on failure alone. */
  public PlannedHealth(
      @Nullable HealthCheck check, List<PlannedCheck> overrides, OnFailure onFailure) {
    this(check, List.of(), overrides, onFailure, null, null, null, OnMassFailure.FOLLOW);
  }

  /** The checks of each destination, in their order; of one that is not in it there are none. */
  public Map<PlannedDestination, List<HealthCheck>> checksOf(
      List<PlannedDestination> destinations) {
    List<HealthCheck> usual =
        check == null ? List.of() : Stream.concat(Stream.of(check), additional.stream()).toList();
    Map<DestinationKey, List<HealthCheck>> own = new HashMap<>();
    for (PlannedCheck one : overrides) {
      own.computeIfAbsent(new DestinationKey(one.address(), one.port()), _ -> new ArrayList<>())
          .add(one.check());
    }
    Map<PlannedDestination, List<HealthCheck>> checks =
        LinkedHashMap.newLinkedHashMap(destinations.size());
    for (PlannedDestination one : destinations) {
      List<HealthCheck> its =
          own.getOrDefault(new DestinationKey(one.address(), one.port()), usual);
      if (!its.isEmpty()) {
        checks.put(one, its);
      }
    }
    return checks;
  }

  /** All checks of any destination. */
  public Stream<HealthCheck> checks() {
    return Stream.of(
            Stream.ofNullable(check),
            additional.stream(),
            overrides.stream().map(PlannedCheck::check))
        .flatMap(all -> all);
  }

  /** Returns whether a destination is the sorry server. */
  public boolean isSorryServer(PlannedDestination destination) {
    return sorryServer != null && sorryServer.is(destination);
  }
}
