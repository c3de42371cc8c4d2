package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lvs.net.IpAddress;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Virtual router (RFC 9568) by which one director at a time has a VIP. VIPs of one DirectorGroup
 * and address family share it, and both families of a group move together.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PlannedVrrp(
    @JsonPropertyDescription("The DirectorGroup.") @Required String group,
    @JsonPropertyDescription("Number of the virtual router, 1 to 255.") @Required
        Integer virtualRouterId,
    @JsonPropertyDescription("Priority of this director, 1 to 254; the highest is preferred.")
        @Required
        Integer priority,
    @JsonPropertyDescription("Time between advertisements, in milliseconds.") @Required
        Integer advertisementMillis,
    @JsonPropertyDescription("Address of this director, from which it sends advertisements.")
        @Required
        IpAddress source,
    @JsonPropertyDescription("Addresses of the other directors, to which it sends them.")
        List<IpAddress> peers,
    @JsonPropertyDescription(
            "Why this director gives the VIPs up and does not take them; without a reason it may"
                + " have them.")
        @Nullable StandDown standDown) {
  public PlannedVrrp {
    peers = List.copyOf(requireNonNullElse(peers, List.of()));
  }
}
