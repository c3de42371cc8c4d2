package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;

/** Connection limits of a destination, `ipvsadm -x` and `-y`. */
@ValidationRule(
    value = "self.upper == 0 ? self.lower == 0 : self.lower <= self.upper",
    message = "lower must not be above upper, and needs an upper",
    fieldPath = ".lower")
public record Thresholds(
    @JsonPropertyDescription(
            "Connections with which the real server is full and takes no new ones, those closed lately included; 0 for no limit.")
        @Default("0")
        @Min(0)
        @Max(2147483647)
        int upper,
    @JsonPropertyDescription(
            "Connections below which it takes new ones again; 0 for three quarters of upper.")
        @Default("0")
        @Min(0)
        @Max(2147483647)
        int lower) {}
