package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Report of a director on a Lease of its plan; a renewal changes nothing in it. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LeaseReport(
    @JsonPropertyDescription("Name of the Lease.") @Required String lease,
    @JsonPropertyDescription(
            "Holder, HolderWithoutApi: it has the VIPs. Asking, Waiting, Fenced, Leaving: it has"
                + " not.")
        @Required
        GroupStanding state,
    @JsonPropertyDescription("Since when it is so, RFC 3339.") @Required String since,
    @JsonPropertyDescription("Why it has not the VIPs, or not as it is to.") @Nullable String why,
    @JsonPropertyDescription(
            "MAC addresses by which it answers for the VIPs, of each of their interfaces.")
        @Size(max = 17)
        List<String> macs,
    @JsonPropertyDescription(
            "Other stations that answer for its VIPs while it has them, or is about to take them;"
                + " of many the first 8.")
        @Size(max = 8)
        List<AnsweringStation> stations) {
  /** Stations that are named at most. */
  public static final int MOST_STATIONS = 8;

  public LeaseReport {
    macs = List.copyOf(requireNonNullElse(macs, List.of()));
    stations = List.copyOf(requireNonNullElse(stations, List.of()));
  }
}
