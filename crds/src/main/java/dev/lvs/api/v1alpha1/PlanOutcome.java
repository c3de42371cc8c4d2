package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** A change that did not succeed. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PlanOutcome(
    @JsonPropertyDescription("The resource it was for.") @Required String source,
    @JsonPropertyDescription("What was tried, as an admin would type it.") @Required String change,
    @JsonPropertyDescription("What the kernel answered, e.g. ENOENT.") @Required String reason,
    @JsonPropertyDescription("What it means and what to do.") @Required String message) {}
