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
    @JsonPropertyDescription("The addresses in use.") @MergeKeys({"address", "owner"})
        List<Allocation> allocations,
    @JsonPropertyDescription(
            "The firewall marks in use of those that the pool grants; the first 256 of them.")
        @MergeKeys({"mark", "owner"})
        List<MarkUse> firewallMarks,
    @JsonPropertyDescription(
            "What the namespaces take that the pool admits and that have something in force; the"
                + " 100 that take most destinations.")
        @MergeKeys("namespace")
        List<NamespaceUse> namespaces,
    @JsonPropertyDescription("How many more such namespaces there are.")
        @Nullable Integer moreNamespaces,
    @JsonPropertyDescription("Accepted, Ready.") List<Condition> conditions) {
  public AddressPoolStatus {
    usage = List.copyOf(requireNonNullElse(usage, List.of()));
    allocations = List.copyOf(requireNonNullElse(allocations, List.of()));
    firewallMarks = List.copyOf(requireNonNullElse(firewallMarks, List.of()));
    namespaces = List.copyOf(requireNonNullElse(namespaces, List.of()));
    conditions = List.copyOf(requireNonNullElse(conditions, List.of()));
  }
}
