package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Status of a VirtualService. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record VirtualServiceStatus(
    @JsonPropertyDescription("The generation of the spec that this status speaks of.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("The VIPs in force.") List<String> addresses,
    @JsonPropertyDescription("The firewall mark in force.") @Nullable Long firewallMark,
    @JsonPropertyDescription("The same in short, as kubectl get shows it.")
        @Nullable VirtualServiceSummary summary,
    @JsonPropertyDescription("Real servers by state.") @Nullable RealServerCounts realServers,
    @JsonPropertyDescription("What each director has made of it.") @MergeKeys("node")
        List<DirectorState> directors,
    @JsonPropertyDescription(
            "The director that has its VIPs, or was the last that is known to; announcement lease"
                + " only.")
        @Nullable VipHolder holder,
    @JsonPropertyDescription("Accepted, Programmed, Ready; with FULLNAT also LocalPortsLeft.")
        List<Condition> conditions) {
  public VirtualServiceStatus {
    addresses = List.copyOf(requireNonNullElse(addresses, List.of()));
    directors = List.copyOf(requireNonNullElse(directors, List.of()));
    conditions = List.copyOf(requireNonNullElse(conditions, List.of()));
  }
}
