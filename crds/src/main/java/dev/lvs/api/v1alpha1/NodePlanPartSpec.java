package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * A contiguous run of a plan's entries; the parts of a plan, concatenated in order, are the whole
 * plan.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "self == oldSelf",
    message = "a NodePlanPart is never changed; the operator makes another one")
public record NodePlanPartSpec(
    @JsonPropertyDescription("The node.") @Required String nodeName,
    @JsonPropertyDescription("What it holds as a director, without settings.")
        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = EmptyPart.class)
        DirectorPlan director,
    @JsonPropertyDescription("What it holds as a real server.")
        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = EmptyPart.class)
        RealServerPlan realServer) {
  public NodePlanPartSpec {
    director = requireNonNullElse(director, DirectorPlan.EMPTY);
    realServer = requireNonNullElse(realServer, RealServerPlan.EMPTY);
  }
}
