package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** A firewall mark in use. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MarkUse(
    @JsonPropertyDescription("The mark.") @Required Long mark,
    @JsonPropertyDescription("What uses it, e.g. VirtualService shop/web.") @Required
        String owner) {}
