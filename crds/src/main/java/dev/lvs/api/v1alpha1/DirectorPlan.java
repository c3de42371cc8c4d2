package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Part of a node's desired state that it holds as a director. */
@AlwaysChecked
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DirectorPlan(
    @JsonPropertyDescription("Its part of the IPVS table.") List<PlannedService> services,
    @JsonPropertyDescription("The VIPs it holds.") List<PlannedVip> vips,
    @JsonPropertyDescription("The packets it marks for firewall-mark services.")
        List<PlannedMark> marks,
    @JsonPropertyDescription("What it is set to, by group.") @Size(max = 100)
        List<DirectorSettings> settings,
    @JsonPropertyDescription(
            "Other nodes that hold some of these VIPs and answer for them too; of many the first 8."
                + " Clients change between all of them, for they have no Lease.")
        @Size(max = 8)
        List<String> alsoAnnouncing,
    @JsonPropertyDescription(
            "VIPs that it had and is to let go. No other node gets one of them by another"
                + " announcement before this one has carried out its plan.")
        List<FormerVip> formerVips) {
  /** Plan of a node that is no director. */
  public static final DirectorPlan EMPTY =
      new DirectorPlan(List.of(), List.of(), List.of(), List.of());

  /** Other nodes that are named at most. */
  public static final int MOST_NAMED = 8;

  public DirectorPlan {
    services = List.copyOf(requireNonNullElse(services, List.of()));
    vips = List.copyOf(requireNonNullElse(vips, List.of()));
    marks = List.copyOf(requireNonNullElse(marks, List.of()));
    settings = List.copyOf(requireNonNullElse(settings, List.of()));
    alsoAnnouncing = List.copyOf(requireNonNullElse(alsoAnnouncing, List.of()));
    formerVips = List.copyOf(requireNonNullElse(formerVips, List.of()));
  }

  /** Returns whether the node is no director; it may have been one. */
  public boolean holdsNothing() {
    return services.isEmpty()
        && vips.isEmpty()
        && marks.isEmpty()
        && settings.isEmpty()
        && alsoAnnouncing.isEmpty();
  }

  /** The same with other virtual services. */
  public DirectorPlan with(List<PlannedService> others) {
    return new DirectorPlan(others, vips, marks, settings, alsoAnnouncing, formerVips);
  }

  /** One of a node that has let go what it had. */
  public DirectorPlan(
      List<PlannedService> services,
      List<PlannedVip> vips,
      List<PlannedMark> marks,
      List<DirectorSettings> settings,
      List<String> alsoAnnouncing) {
    this(services, vips, marks, settings, alsoAnnouncing, List.of());
  }

  /** One of a node that is alone with its VIPs. */
  public DirectorPlan(
      List<PlannedService> services,
      List<PlannedVip> vips,
      List<PlannedMark> marks,
      List<DirectorSettings> settings) {
    this(services, vips, marks, settings, List.of(), List.of());
  }
}
