package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** Usage of a pool in one address family. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record FamilyUsage(
    @JsonPropertyDescription("IPv4 or IPv6.") @Required String family,
    @JsonPropertyDescription("Addresses in the pool.") String total,
    @JsonPropertyDescription("Addresses in use.") String allocated,
    @JsonPropertyDescription("Addresses left.") String free) {}
