package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** Amounts that a namespace takes, of all pools together: what limits are about. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NamespaceUse(
    @JsonPropertyDescription("The namespace.") @Required String namespace,
    @JsonPropertyDescription(
            "Destinations of its VirtualServices on each director, as limits.destinations counts"
                + " them; of each service on the director that has most of it.")
        @Required
        Long destinations,
    @JsonPropertyDescription(
            "Firewall marks that it was given for ranges of ports and persistence mode PFMC.")
        @Nullable Integer firewallMarks) {}
