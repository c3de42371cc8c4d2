package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lvs.net.IpAddress;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/** Name of the destination of a planned service that is its sorry server. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PlannedSorryServer(
    @JsonPropertyDescription("IP address.") @Required IpAddress address,
    @JsonPropertyDescription("Port; 0 where the service has none.") @Required @Min(0) @Max(65535)
        int port) {
  /** Returns whether a destination is this one. */
  public boolean is(PlannedDestination destination) {
    return destination.port() == port && destination.address().equals(address);
  }
}
