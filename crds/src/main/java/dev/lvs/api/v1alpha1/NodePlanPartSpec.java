package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * A contiguous run of a plan's entries, here or in further parts; the parts of a plan, concatenated
 * in order, are the whole plan.
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
        RealServerPlan realServer,
    @JsonPropertyDescription(
            "NodePlanParts that hold the content of this one, in their order; it then has none"
                + " itself. So a plan of any size names few parts, and those name others.")
        List<String> parts) {
  public NodePlanPartSpec {
    director = requireNonNullElse(director, DirectorPlan.EMPTY);
    realServer = requireNonNullElse(realServer, RealServerPlan.EMPTY);
    parts = List.copyOf(requireNonNullElse(parts, List.of()));
  }

  /** A part with content of its own. */
  public NodePlanPartSpec(String nodeName, DirectorPlan director, RealServerPlan realServer) {
    this(nodeName, director, realServer, List.of());
  }

  /** A part that only names others. */
  public NodePlanPartSpec(String nodeName, List<String> parts) {
    this(nodeName, DirectorPlan.EMPTY, RealServerPlan.EMPTY, parts);
  }
}
