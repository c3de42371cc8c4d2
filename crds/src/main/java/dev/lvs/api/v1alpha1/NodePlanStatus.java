package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the node has made of its plan. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NodePlanStatus(
    @JsonPropertyDescription("The generation of the plan that was carried out.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Version of the node-agent.") @Nullable String agentVersion,
    @JsonPropertyDescription("Director, RealServer, or both.") @Nullable String roles,
    @JsonPropertyDescription("What the node has to work with.") @Nullable KernelFacts kernel,
    @JsonPropertyDescription("Virtual services in force.") @Nullable Integer services,
    @JsonPropertyDescription("Destinations in force.") @Nullable Integer destinations,
    @JsonPropertyDescription("How many more connections FULLNAT can take, by service.")
        @MergeKeys("source")
        List<LocalPorts> localPorts,
    @JsonPropertyDescription("When the kernel was last changed, RFC 3339.")
        @Nullable String lastChange,
    @JsonPropertyDescription(
            "What is not as planned, and why: every resource concerned at least once, unless unnamed says otherwise.")
        List<PlanOutcome> refused,
    @JsonPropertyDescription(
            "How many more resources are not as planned than refused has room for; whether one that it does not name is, nobody knows then.")
        @Nullable Integer unnamed,
    @JsonPropertyDescription("Entries in the kernel that are in the way and not ours.")
        List<String> foreign,
    @JsonPropertyDescription("Programmed, Ready; of the operator, Responding.")
        List<Condition> conditions) {
  public NodePlanStatus {
    localPorts = List.copyOf(requireNonNullElse(localPorts, List.of()));
    refused = List.copyOf(requireNonNullElse(refused, List.of()));
    foreign = List.copyOf(requireNonNullElse(foreign, List.of()));
    conditions = List.copyOf(requireNonNullElse(conditions, List.of()));
  }

  /** A status that names everything that is not as planned. */
  public NodePlanStatus(
      @Nullable Long observedGeneration,
      @Nullable String agentVersion,
      @Nullable String roles,
      @Nullable KernelFacts kernel,
      @Nullable Integer services,
      @Nullable Integer destinations,
      List<LocalPorts> localPorts,
      @Nullable String lastChange,
      List<PlanOutcome> refused,
      List<String> foreign,
      List<Condition> conditions) {
    this(
        observedGeneration,
        agentVersion,
        roles,
        kernel,
        services,
        destinations,
        localPorts,
        lastChange,
        refused,
        null,
        foreign,
        conditions);
  }

  /** Whether a resource that {@link #refused} does not name is as planned. */
  public boolean namesAll() {
    return requireNonNullElse(unnamed, 0) == 0;
  }

  /** One condition and nothing else. */
  public static NodePlanStatus saying(Condition condition) {
    return new NodePlanStatus(
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        null,
        List.of(),
        List.of(),
        List.of(condition));
  }
}
