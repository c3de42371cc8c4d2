package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which nodes are directors, and how they do it. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DirectorGroupSpec(
    @JsonPropertyDescription("Nodes with these labels are directors of this group.") @Required
        LabelSelector nodeSelector,
    @JsonPropertyDescription(
            "Interface that holds the VIPs; default: the one that leads to the VIP's network.")
        @Nullable String vipInterface,
    @JsonPropertyDescription("How the network learns where a VIP is.")
        @Nullable Announcement announcement,
    @JsonPropertyDescription("Connection timeouts of the node.")
        @Nullable ConnectionTimeouts timeouts,
    @JsonPropertyDescription("Connection synchronisation between the directors.")
        @Nullable ConnectionSync connectionSync,
    @JsonPropertyDescription("Settings below net.ipv4.vs by name.") Map<String, String> ipvsSysctls,
    @JsonPropertyDescription("How many directors may change at once, a number or a percentage.")
        @Nullable String maxUnavailable) {
  public DirectorGroupSpec {
    ipvsSysctls = Map.copyOf(requireNonNullElse(ipvsSysctls, Map.of()));
  }
}
