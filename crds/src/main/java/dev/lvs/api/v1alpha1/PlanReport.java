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
        @Nullable Integer unnamedServers,
    @JsonPropertyDescription(
            "Hidden VIPs that the node keeps for open connections although its plan has them no"
                + " more; at most 32.")
        List<LingeringVip> lingering,
    @JsonPropertyDescription("How many more of these there are.")
        @Nullable Integer unnamedLingering) {
  /** The most hidden VIPs kept for open connections that are named. */
  public static final int MOST_LINGERING = 32;

  /** Everything is as planned. */
  public static final PlanReport CLEAN = of(List.of());

  public PlanReport {
    complete = requireNonNullElse(complete, false);
    entries = List.copyOf(requireNonNullElse(entries, List.of()));
    parts = List.copyOf(requireNonNullElse(parts, List.of()));
    lingering = List.copyOf(requireNonNullElse(lingering, List.of()));
  }

  /** A report that names every real server of which there is something to say. */
  public PlanReport(
      Boolean complete,
      @Nullable Integer unnamed,
      List<ResourceReport> entries,
      List<NodeReportPartReference> parts) {
    this(complete, unnamed, entries, parts, null, List.of(), null);
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
    return new PlanReport(
        complete,
        unnamed,
        entries,
        parts,
        missing == 0 ? null : missing,
        lingering,
        unnamedLingering);
  }

  /** The same with hidden VIPs that are kept for open connections: the first, and a number. */
  public PlanReport withLingering(List<LingeringVip> all) {
    int more = all.size() - MOST_LINGERING;
    return new PlanReport(
        complete,
        unnamed,
        entries,
        parts,
        unnamedServers,
        all.subList(0, Math.min(all.size(), MOST_LINGERING)),
        more > 0 ? Integer.valueOf(more) : null);
  }

  /** The same with other entries and parts. */
  public PlanReport with(
      List<ResourceReport> otherEntries, List<NodeReportPartReference> otherParts) {
    return new PlanReport(
        complete, unnamed, otherEntries, otherParts, unnamedServers, lingering, unnamedLingering);
  }

  /** Returns whether no entry of a health check is missing. */
  public boolean namesServers() {
    return unnamedServers == null && parts.isEmpty();
  }

  /** Returns whether the node keeps hidden VIPs that its plan has no more. */
  public boolean lingers() {
    return !lingering.isEmpty() || unnamedLingering != null;
  }

  /** Returns whether all of the plan is carried out. */
  public boolean holdsAll() {
    return complete && parts.isEmpty() && entries.stream().noneMatch(ResourceReport::fallsShort);
  }
}
