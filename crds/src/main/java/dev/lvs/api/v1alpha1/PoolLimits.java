package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** Quota of one namespace. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PoolLimits(
    @JsonPropertyDescription(
            "Destinations that all VirtualServices of one namespace may come to on each director:"
                + " VIPs x ports x real servers. An entry without real servers and a marked range"
                + " of ports of a VIP count as one. What is in force already stays.")
        @Default("20000")
        @Min(0)
        @Max(10000000)
        Integer destinations,
    @JsonPropertyDescription(
            "Firewall marks that one namespace may be given for ranges of ports and for persistence"
                + " mode PFMC; there are 256 for all.")
        @Default("64")
        @Min(0)
        @Max(256)
        Integer firewallMarks) {
  /** Limits where no pool says any. */
  public static final PoolLimits DEFAULT = new PoolLimits(20_000, 64);

  public PoolLimits {
    destinations = requireNonNullElse(destinations, 20_000);
    firewallMarks = requireNonNullElse(firewallMarks, 64);
  }
}
