package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;

/** Number of healthy real servers that a service needs. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "self.down <= self.up",
    message =
        "down must not be above up: a service goes down below the number at which it " + "comes up",
    fieldPath = ".down")
public record Quorum(
    @JsonPropertyDescription("Healthy servers at which the service comes up.") @Default("1") @Min(1)
        Integer up,
    @JsonPropertyDescription("Healthy servers below which it goes down.") @Default("1") @Min(0)
        Integer down) {
  public Quorum {
    up = requireNonNullElse(up, 1);
    down = requireNonNullElse(down, 1);
  }
}
