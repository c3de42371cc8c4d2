package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lvs.net.IpAddress;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/** Health check of one destination that overrides its service's. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PlannedCheck(
    @JsonPropertyDescription("Address of the destination.") @Required IpAddress address,
    @JsonPropertyDescription("Port of the destination; 0 where it has none.")
        @Required
        @Min(0)
        @Max(65535)
        int port,
    @JsonPropertyDescription("The check.") @Required HealthCheck check) {}
