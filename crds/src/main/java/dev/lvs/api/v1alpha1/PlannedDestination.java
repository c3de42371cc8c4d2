package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lvs.net.IpAddress;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** A real server inside one planned service. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PlannedDestination(
    @JsonPropertyDescription("IP address.") @Required IpAddress address,
    @JsonPropertyDescription("Port; 0 where the service has none.") @Required @Min(0) @Max(65535)
        int port,
    @JsonPropertyDescription("NAT, DR, TUN or FULLNAT.") @Required ForwardingMode method,
    @JsonPropertyDescription("Share of new connections.") @Required @Min(0) @Max(2147483647)
        int weight,
    @JsonPropertyDescription("Connection limits.") @Nullable Thresholds thresholds,
    @JsonPropertyDescription("Encapsulation, TUN only.") @Nullable Tunnel tunnel,
    @JsonPropertyDescription("The resource it comes from, e.g. RealServer shop/web-1.")
        @Nullable ResourceName source) {
  /** The same with another weight. */
  public PlannedDestination with(int other) {
    return new PlannedDestination(address, port, method, other, thresholds, tunnel, source);
  }
}
