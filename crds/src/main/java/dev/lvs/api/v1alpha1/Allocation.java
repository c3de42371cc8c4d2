package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** An address in use. Several may use one, each with ports of its own. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Allocation(
    @JsonPropertyDescription("The address.") @Required String address,
    @JsonPropertyDescription(
            "What uses it, e.g. VirtualService shop/web, or for a local address the director, e.g. Node edge-1.")
        @Required
        String owner) {}
