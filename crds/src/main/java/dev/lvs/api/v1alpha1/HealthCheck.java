package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How the directors find out whether a real server works. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(value = "has(self.http) != has(self.tcp)", message = "set one of http and tcp")
@ValidationRule(
    value =
        "duration(self.interval) >= duration('1s') && duration(self.timeout) >= "
            + "duration('1s')",
    message = "interval and timeout must be at least 1s")
public record HealthCheck(
    @JsonPropertyDescription("An HTTP request.") @Nullable HttpCheck http,
    @JsonPropertyDescription("A TCP connection.") @Nullable TcpCheck tcp,
    @JsonPropertyDescription(
            "direct, or forwarding: the probe goes the way a client's packet goes.")
        @Default("direct")
        ProbePath through,
    @JsonPropertyDescription("Time between two probes.") @Default("2s") Seconds interval,
    @JsonPropertyDescription("Time a probe may take.") @Default("1s") Seconds timeout,
    @JsonPropertyDescription("Successes in a row that bring a server up.")
        @Default("2")
        @Min(1)
        @Max(100)
        Integer rise,
    @JsonPropertyDescription("Failures in a row that take it down.") @Default("3") @Min(1) @Max(100)
        Integer fall) {
  public HealthCheck {
    through = requireNonNullElse(through, ProbePath.DIRECT);
    interval = requireNonNullElse(interval, new Seconds(2));
    timeout = requireNonNullElse(timeout, new Seconds(1));
    rise = requireNonNullElse(rise, 2);
    fall = requireNonNullElse(fall, 3);
  }
}
