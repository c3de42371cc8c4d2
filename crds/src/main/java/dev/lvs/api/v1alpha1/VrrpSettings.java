package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;

/** Settings of VRRP (RFC 9568), by which one director of a group at a time has its VIPs. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "duration(self.advertisementInterval) >= duration('100ms') &&"
            + " duration(self.advertisementInterval) <= duration('40s')",
    message = "the advertisement interval is 100ms to 40s",
    fieldPath = ".advertisementInterval")
public record VrrpSettings(
    @JsonPropertyDescription(
            "Number of the virtual router, 1 to 255: one for each DirectorGroup on a network, and"
                + " no other router's there.")
        @Required
        @Min(1)
        @Max(255)
        Integer virtualRouterId,
    @JsonPropertyDescription(
            "Time from one advertisement of the director that has the VIPs to the next, 100ms to"
                + " 40s in steps of 10 ms; others take over after three and a little more.")
        @Default("1s")
        TimeSpan advertisementInterval) {
  /** The shortest interval between advertisements. */
  public static final TimeSpan SHORTEST = new TimeSpan(100);

  /** The longest one: the protocol has 12 bits of hundredths of a second. */
  public static final TimeSpan LONGEST = new TimeSpan(40_000);

  public VrrpSettings {
    advertisementInterval = requireNonNullElse(advertisementInterval, new TimeSpan(1000));
  }
}
