package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a node holds as a director. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DirectorPlan(
    @JsonPropertyDescription("Its part of the IPVS table.") List<PlannedService> services,
    @JsonPropertyDescription("The VIPs it holds.") List<PlannedVip> vips,
    @JsonPropertyDescription("Connection timeouts.") @Nullable ConnectionTimeouts timeouts,
    @JsonPropertyDescription("Connection synchronisation.") @Nullable ConnectionSync connectionSync,
    @JsonPropertyDescription("Settings below net.ipv4.vs.") Map<String, String> ipvsSysctls) {
  public DirectorPlan {
    services = List.copyOf(requireNonNullElse(services, List.of()));
    vips = List.copyOf(requireNonNullElse(vips, List.of()));
    ipvsSysctls = Map.copyOf(requireNonNullElse(ipvsSysctls, Map.of()));
  }
}
