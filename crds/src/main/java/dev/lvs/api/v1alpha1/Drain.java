package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;

/** Settings for draining a real server that leaves a service. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Drain(
    @JsonPropertyDescription(
            "How long connections of a real server that leaves may go on: it stays with weight 0"
                + " until it has no active connection (of UDP and firewall marks none at all) and"
                + " no persistence template, or this time is over, and is then removed.")
        @Default("60s")
        Seconds timeout) {
  public Drain {
    timeout = requireNonNullElse(timeout, new Seconds(60));
  }
}
