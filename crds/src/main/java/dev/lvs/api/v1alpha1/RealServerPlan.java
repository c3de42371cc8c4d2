package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** What a node holds as a real server. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RealServerPlan(
    @JsonPropertyDescription("The VIPs it answers on.") List<HiddenVip> hiddenVips) {
  public RealServerPlan {
    hiddenVips = List.copyOf(requireNonNullElse(hiddenVips, List.of()));
  }
}
