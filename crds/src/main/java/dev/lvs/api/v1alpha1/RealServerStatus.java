package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Status of a RealServer. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RealServerStatus(
    @JsonPropertyDescription("The generation of the spec that this status speaks of.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("The addresses in force.") List<String> addresses,
    @JsonPropertyDescription("VirtualServices that use it, as names of its namespace.")
        List<String> services,
    @JsonPropertyDescription("How many VirtualServices use it.") @Nullable Integer serviceCount,
    @JsonPropertyDescription(
            "InUse, Unused, Draining or Removed; Unknown while the node that it is is not heard"
                + " from.")
        @Nullable String state,
    @JsonPropertyDescription("Accepted, Ready.") List<Condition> conditions,
    @JsonPropertyDescription(
            "Its health in each VirtualService that has it checked, as each director finds it; the"
                + " worst first, and at most 50 of them.")
        List<CheckedHealth> health,
    @JsonPropertyDescription("How many more of these there are, with a state no worse.")
        @Nullable Integer unlistedHealth,
    @JsonPropertyDescription(
            "What is left of its connections on each director that drains it, where it is under"
                + " maintenance; at most 50 of them.")
        List<ServerDrain> drains) {
  public RealServerStatus {
    addresses = List.copyOf(requireNonNullElse(addresses, List.of()));
    services = List.copyOf(requireNonNullElse(services, List.of()));
    conditions = List.copyOf(requireNonNullElse(conditions, List.of()));
    health = List.copyOf(requireNonNullElse(health, List.of()));
    drains = List.copyOf(requireNonNullElse(drains, List.of()));
  }
}
