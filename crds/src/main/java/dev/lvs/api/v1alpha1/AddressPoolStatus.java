package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Status of an AddressPool. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AddressPoolStatus(
    @JsonPropertyDescription("The generation of the spec that this status speaks of.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("How full it is, by family.") @MergeKeys("family")
        List<FamilyUsage> usage,
    @JsonPropertyDescription("The addresses in use.") @MergeKeys("address")
        List<Allocation> allocations,
    @JsonPropertyDescription("Accepted.") List<Condition> conditions) {
  public AddressPoolStatus {
    usage = List.copyOf(requireNonNullElse(usage, List.of()));
    allocations = List.copyOf(requireNonNullElse(allocations, List.of()));
    conditions = List.copyOf(requireNonNullElse(conditions, List.of()));
  }
}
