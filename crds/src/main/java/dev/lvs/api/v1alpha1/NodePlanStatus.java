package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Status of a NodePlan: how far its node has carried it out. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NodePlanStatus(
    @JsonPropertyDescription("The generation of the plan that was carried out.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Version of the node-agent.") @Nullable String agentVersion,
    @JsonPropertyDescription("Director, RealServer, or both.") @Nullable String roles,
    @JsonPropertyDescription("What the node has to work with.") @Nullable KernelFacts kernel,
    @JsonPropertyDescription("Virtual services in force.") @Nullable Integer services,
    @JsonPropertyDescription("Destinations in force.") @Nullable Integer destinations,
    @JsonPropertyDescription("When the kernel was last changed, RFC 3339.")
        @Nullable String lastChange,
    @JsonPropertyDescription(
            "What the node says of the resources in its plan; without it nothing is known of them.")
        @Nullable PlanReport report,
    @JsonPropertyDescription("What it says of the Leases by which directors have VIPs.")
        @MergeKeys("lease")
        @Size(max = 100)
        List<LeaseReport> leases,
    @JsonPropertyDescription("What it says of the groups whose VIPs directors have by VRRP.")
        @MergeKeys("group")
        @Size(max = 100)
        List<VrrpReport> vrrp,
    @JsonPropertyDescription("Entries in the kernel that are not ours, for people.")
        List<String> foreign,
    @JsonPropertyDescription("Programmed, Ready; of the operator, Responding.")
        List<Condition> conditions) {
  /** Leases, and groups with VRRP, that are named at most. */
  public static final int MOST_LEASES = 100;

  public NodePlanStatus {
    leases = List.copyOf(requireNonNullElse(leases, List.of()));
    vrrp = List.copyOf(requireNonNullElse(vrrp, List.of()));
    foreign = List.copyOf(requireNonNullElse(foreign, List.of()));
    conditions = List.copyOf(requireNonNullElse(conditions, List.of()));
  }

  /** One that says nothing of VRRP. */
  public NodePlanStatus(
      @Nullable Long observedGeneration,
      @Nullable String agentVersion,
      @Nullable String roles,
      @Nullable KernelFacts kernel,
      @Nullable Integer services,
      @Nullable Integer destinations,
      @Nullable String lastChange,
      @Nullable PlanReport report,
      List<LeaseReport> leases,
      List<String> foreign,
      List<Condition> conditions) {
    this(
        observedGeneration,
        agentVersion,
        roles,
        kernel,
        services,
        destinations,
        lastChange,
        report,
        leases,
        List.of(),
        foreign,
        conditions);
  }

  /** One condition and nothing else. */
  public static NodePlanStatus saying(Condition condition) {
    return new NodePlanStatus(
        null, null, null, null, null, null, null, null, List.of(), List.of(), List.of(condition));
  }

  /** A report on a plan, and nothing of the node itself. */
  public static NodePlanStatus reporting(
      @Nullable Long observedGeneration, String agentVersion, PlanReport report) {
    return new NodePlanStatus(
        observedGeneration,
        agentVersion,
        null,
        null,
        null,
        null,
        null,
        report,
        List.of(),
        List.of(),
        List.of());
  }

  /** Returns what the node says of resources, as far as it is in here. */
  public List<ResourceReport> entries() {
    return report == null ? List.of() : report.entries();
  }

  /** The same with another report. */
  public NodePlanStatus with(@Nullable PlanReport other) {
    return with(other, leases, vrrp, conditions);
  }

  /** The same with other conditions. */
  public NodePlanStatus with(List<Condition> others) {
    return with(report, leases, vrrp, others);
  }

  /** The same that says this of Leases; of very many the first. */
  public NodePlanStatus saying(List<LeaseReport> others) {
    return with(report, others.stream().limit(MOST_LEASES).toList(), vrrp, conditions);
  }

  /** The same that says this of groups with VRRP; of very many the first. */
  public NodePlanStatus sayingOfVrrp(List<VrrpReport> others) {
    return with(report, leases, others.stream().limit(MOST_LEASES).toList(), conditions);
  }

  private NodePlanStatus with(
      @Nullable PlanReport otherReport,
      List<LeaseReport> otherLeases,
      List<VrrpReport> otherVrrp,
      List<Condition> otherConditions) {
    return new NodePlanStatus(
        observedGeneration,
        agentVersion,
        roles,
        kernel,
        services,
        destinations,
        lastChange,
        otherReport,
        otherLeases,
        otherVrrp,
        foreign,
        otherConditions);
  }

  /** Returns whether the node says that it holds all of its plan. */
  public boolean holdsAll() {
    return report != null && report.holdsAll();
  }

  /** Returns whether the node says that it keeps hidden VIPs that its plan has no more. */
  public boolean lingers() {
    return report != null && report.lingers();
  }
}
