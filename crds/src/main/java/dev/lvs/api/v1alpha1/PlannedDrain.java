package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.ArrayList;
import java.util.List;

/**
 * Drain of a planned service: the time that connections are given, and the destinations that leave.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PlannedDrain(
    @JsonPropertyDescription("How long each may keep its connections, in seconds.") @Required
        int timeoutSeconds,
    @JsonPropertyDescription(
            "Destinations of the plans before that are to finish their connections where they"
                + " stand; one that has gone is not added again.")
        List<LeavingDestination> leaving) {
  public PlannedDrain {
    leaving = List.copyOf(requireNonNullElse(leaving, List.of()));
  }

  /** The same time with these destinations. */
  public PlannedDrain with(List<LeavingDestination> others) {
    return new PlannedDrain(timeoutSeconds, others);
  }

  /** The destinations that leave, as they were. */
  public List<PlannedDestination> destinations() {
    List<PlannedDestination> all = new ArrayList<>(leaving.size());
    leaving.forEach(one -> all.add(one.destination()));
    return all;
  }
}
