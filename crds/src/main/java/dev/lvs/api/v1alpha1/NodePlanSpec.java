package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one node is to hold, complete and literal. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NodePlanSpec(
    @JsonPropertyDescription("The node.") @Required String nodeName,
    @JsonPropertyDescription("What it holds as a director.") @Nullable DirectorPlan director,
    @JsonPropertyDescription("What it holds as a real server.") @Nullable RealServerPlan realServer,
    @JsonPropertyDescription(
            "NodePlanParts that hold the rest of it, in their order; without any, all of it is here. A plan is taken apart when it has more than 16 KiB.")
        List<String> parts) {
  public NodePlanSpec {
    parts = List.copyOf(requireNonNullElse(parts, List.of()));
  }

  /** A plan that is whole. */
  public NodePlanSpec(
      String nodeName, @Nullable DirectorPlan director, @Nullable RealServerPlan realServer) {
    this(nodeName, director, realServer, List.of());
  }
}
