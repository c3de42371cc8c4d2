package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** Part of a node's desired state that it holds as a real server. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RealServerPlan(
    @JsonPropertyDescription("The VIPs it answers on.") List<HiddenVip> hiddenVips) {
  /** Plan of a node that is no real server. */
  public static final RealServerPlan EMPTY = new RealServerPlan(List.of());

  public RealServerPlan {
    hiddenVips = List.copyOf(requireNonNullElse(hiddenVips, List.of()));
  }

  /** Returns whether the node is no real server. */
  public boolean holdsNothing() {
    return hiddenVips.isEmpty();
  }
}
