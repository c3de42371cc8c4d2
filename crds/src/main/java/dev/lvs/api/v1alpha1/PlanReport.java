package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Report of a node on the resources in its plan. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PlanReport(
    @JsonPropertyDescription(
            "Whether every resource that is not as planned has an entry, here or in a part. Where"
                + " not, nobody knows how those stand that have none.")
        @Required
        Boolean complete,
    @JsonPropertyDescription("How many resources are not as planned and have no entry.")
        @Nullable Integer unnamed,
    @JsonPropertyDescription(
            "What is to be said: at least one entry for each resource that is not as planned, and"
                + " one for each that has numbers.")
        List<ResourceReport> entries,
    @JsonPropertyDescription(
            "NodeReportParts that hold the entries instead, in their order, when these have more"
                + " than 16 KiB.")
        List<NodeReportPartReference> parts,
    @JsonPropertyDescription(
            "How many entries of health checks of real servers are missing for lack of room. How a"
                + " real server stands that has none is not known then.")
        @Nullable Integer unnamedServers) {
  /** Everything is as planned. */
  public static final PlanReport CLEAN = new PlanReport(true, null, List.of(), List.of(), null);

  public PlanReport {
    complete = requireNonNullElse(complete, false);
    entries = List.copyOf(requireNonNullElse(entries, List.of()));
    parts = List.copyOf(requireNonNullElse(parts, List.of()));
  }

  /** A report that names every real server of which there is something to say. */
  public PlanReport(
      Boolean complete,
      @Nullable Integer unnamed,
      List<ResourceReport> entries,
      List<NodeReportPartReference> parts) {
    this(complete, unnamed, entries, parts, null);
  }

  /** A report that names every resource that is not as planned. */
  public static PlanReport of(List<ResourceReport> entries) {
    return new PlanReport(true, null, entries, List.of());
  }

  /** A report in which so many resources that are not as planned have no entry. */
  public static PlanReport truncated(List<ResourceReport> entries, int unnamed) {
    return new PlanReport(unnamed == 0, unnamed == 0 ? null : unnamed, entries, List.of());
  }

  /** The same with so many entries of health checks missing. */
  public PlanReport withoutServers(int missing) {
    return new PlanReport(complete, unnamed, entries, parts, missing == 0 ? null : missing);
  }

  /** The same with other entries and parts. */
  public PlanReport with(
      List<ResourceReport> otherEntries, List<NodeReportPartReference> otherParts) {
    return new PlanReport(complete, unnamed, otherEntries, otherParts, unnamedServers);
  }

  /** Returns whether no entry of a health check is missing. */
  public boolean namesServers() {
    return unnamedServers == null && parts.isEmpty();
  }

  /** Returns whether all of the plan is carried out. */
  public boolean holdsAll() {
    return complete && parts.isEmpty() && entries.stream().noneMatch(ResourceReport::fallsShort);
  }
}
