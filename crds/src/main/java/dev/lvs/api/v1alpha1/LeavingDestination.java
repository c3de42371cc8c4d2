package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** A destination that a planned service has no more, or reaches by another method. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LeavingDestination(
    @JsonPropertyDescription("As it was planned.") @Required PlannedDestination destination,
    @JsonPropertyDescription("Since when, by the clock of whoever compiled the plan, RFC 3339.")
        @Required
        String since) {}
