package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    // sorted, since Map.copyOf has another order in each JVM and plans are compared as bytes
    ipvsSysctls =
        Collections.unmodifiableMap(new TreeMap<>(requireNonNullElse(ipvsSysctls, Map.of())));
  }
}
