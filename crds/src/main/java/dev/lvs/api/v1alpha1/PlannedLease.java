package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lease by which one director at a time has a VIP; VIPs of one Lease move together. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PlannedLease(
    @JsonPropertyDescription("Its name, in the namespace of the agents.") @Required String name,
    @JsonPropertyDescription("How fast it is renewed and taken over.") LeaseProfile profile,
    @JsonPropertyDescription("What its holder does while the API server does not answer.")
        OnApiOutage apiOutage,
    @JsonPropertyDescription("How many directors come before this one when it is abandoned.")
        Integer rank,
    @JsonPropertyDescription(
            "Why this director gives it back and does not take it; without a reason it may have"
                + " it.")
        @Nullable StandDown standDown) {
  private static final String PREFIX = "lvs-";
  private static final String SUFFIX = "-0";

  public PlannedLease {
    profile = requireNonNullElse(profile, LeaseProfile.STANDARD);
    apiOutage = requireNonNullElse(apiOutage, OnApiOutage.HOLD);
    rank = requireNonNullElse(rank, 0);
  }

  /** Returns the name of the Lease of a DirectorGroup, whose VIPs all move together. */
  public static String nameOf(String group) {
    return PREFIX + group + SUFFIX;
  }

  /** Returns the DirectorGroup of which a Lease has the name; empty for any other name. */
  public static Optional<String> groupOf(String lease) {
    return Optional.of(lease)
        .filter(name -> name.startsWith(PREFIX) && name.endsWith(SUFFIX))
        .filter(name -> name.length() > PREFIX.length() + SUFFIX.length())
        .map(name -> name.substring(PREFIX.length(), name.length() - SUFFIX.length()));
  }
}
