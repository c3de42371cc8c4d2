package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Status of a DirectorGroup. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DirectorGroupStatus(
    @JsonPropertyDescription("The generation of the spec that this status speaks of.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("How many nodes it has.") @Nullable Integer nodeCount,
    @JsonPropertyDescription("Its nodes.") @MergeKeys("node") List<DirectorNode> nodes,
    @JsonPropertyDescription("The director that has the VIPs; announcement lease and vrrp only.")
        @Nullable VipHolder holder,
    @JsonPropertyDescription(
            "Stations that answer for its VIPs and are not to; of many the first 8. Announcement"
                + " lease only.")
        @Size(max = 8)
        List<AnsweringStation> stations,
    @JsonPropertyDescription(
            "Accepted, Programmed, Ready; with announcement lease and vrrp Held; with lease, where"
                + " it is so or not known, HeldWithoutApi and AddressConflict.")
        List<Condition> conditions) {
  public DirectorGroupStatus {
    stations = List.copyOf(requireNonNullElse(stations, List.of()));
    nodes = List.copyOf(requireNonNullElse(nodes, List.of()));
    conditions = List.copyOf(requireNonNullElse(conditions, List.of()));
  }
}
