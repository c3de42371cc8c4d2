package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** What one node is to hold, complete and literal. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NodePlanSpec(
    @JsonPropertyDescription("The node.") @Required String nodeName,
    @JsonPropertyDescription("What it holds as a director.") @Nullable DirectorPlan director,
    @JsonPropertyDescription("What it holds as a real server.")
        @Nullable RealServerPlan realServer) {}
