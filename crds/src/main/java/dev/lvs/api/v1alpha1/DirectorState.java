package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** State of a service on one director. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DirectorState(
    @JsonPropertyDescription("The node.") @Required String node,
    @JsonPropertyDescription(
            "Programmed, Pending or Refused; Unknown while the node is not heard from.")
        String state,
    @JsonPropertyDescription("Generation of the NodePlan it has carried out.")
        @Nullable Long planGeneration,
    @JsonPropertyDescription(
            "Ports of all its local addresses towards one real server, FULLNAT only: 64512 for each"
                + " address.")
        @Nullable Long localPorts,
    @JsonPropertyDescription(
            "How many of them are free towards the real server where the fewest are, to about a"
                + " twentieth.")
        @Nullable Long freeLocalPorts) {}
