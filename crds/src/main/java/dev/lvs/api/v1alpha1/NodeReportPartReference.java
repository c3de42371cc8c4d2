package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** Reference to a part of a report, with a digest of its content. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NodeReportPartReference(
    @JsonPropertyDescription("The name of the NodeReportPart.") @Required String name,
    @JsonPropertyDescription(
            "Its digest; a part by this name that has another one is not the one that is meant.")
        @Required
        String digest) {}
