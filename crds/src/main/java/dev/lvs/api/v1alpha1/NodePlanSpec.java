package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;

/** Desired state of one node, complete and literal. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NodePlanSpec(
    @JsonPropertyDescription("The node.") @Required String nodeName,
    @JsonPropertyDescription("What it holds as a director.")
        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = EmptyPart.class)
        DirectorPlan director,
    @JsonPropertyDescription("What it holds as a real server.")
        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = EmptyPart.class)
        RealServerPlan realServer,
    @JsonPropertyDescription(
            "NodePlanParts that hold the rest of it, in their order, or name others that do;"
                + " without any, all of it is here. A plan is taken apart when it has more than"
                + " 16 KiB.")
        List<String> parts) {
  public NodePlanSpec {
    director = requireNonNullElse(director, DirectorPlan.EMPTY);
    realServer = requireNonNullElse(realServer, RealServerPlan.EMPTY);
    parts = List.copyOf(requireNonNullElse(parts, List.of()));
  }

  /** The plan of a node that is to hold nothing. */
  public static NodePlanSpec empty(String nodeName) {
    return new NodePlanSpec(nodeName, DirectorPlan.EMPTY, RealServerPlan.EMPTY);
  }

  /** Returns whether the node is to hold nothing, here and in every part. */
  public boolean holdsNothing() {
    return director.holdsNothing() && realServer.holdsNothing() && parts.isEmpty();
  }

  /** Returns whether there is nothing in it, not even what the node is to let go. */
  public boolean saysNothing() {
    return equals(empty(nodeName));
  }

  /** A plan that is whole. */
  public NodePlanSpec(String nodeName, DirectorPlan director, RealServerPlan realServer) {
    this(nodeName, director, realServer, List.of());
  }
}
