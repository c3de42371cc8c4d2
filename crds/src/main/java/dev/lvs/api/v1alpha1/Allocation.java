package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** An address in use. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Allocation(
    @JsonPropertyDescription("The address.") @Required String address,
    @JsonPropertyDescription("The resource that uses it, e.g. VirtualService shop/web.") @Required
        String owner) {}
