package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lvs.net.IpAddress;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** Persistence as it is programmed into the kernel. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PlannedPersistence(
    @JsonPropertyDescription("How long a client is remembered, in seconds.") @Required @Min(1)
        int timeoutSeconds,
    @JsonPropertyDescription("IPv4 mask; default 255.255.255.255.") @Nullable IpAddress netmask,
    @JsonPropertyDescription("IPv6 prefix length; default 128.") @Nullable Integer prefixLength,
    @JsonPropertyDescription("Persistence engine.") @Nullable String engine) {}
