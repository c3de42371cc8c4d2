package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;

/** Rise of the weight of a real server that was down and comes up. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "duration(self.duration) >= duration('1s') && duration(self.duration) <= duration('1h')",
    message = "slow start must take 1s to 60m; without it remove slowStart",
    fieldPath = ".duration")
public record SlowStart(
    @JsonPropertyDescription("Time from its coming up to its whole weight, 1s to 60m.") @Required
        TimeSpan duration,
    @JsonPropertyDescription("Weight to begin with.") @Default("1") @Min(1) @Max(2147483647)
        Integer fromWeight) {
  /** The longest duration. */
  public static final TimeSpan LONGEST = new TimeSpan(3_600_000);

  public SlowStart {
    fromWeight = requireNonNullElse(fromWeight, 1);
  }
}
