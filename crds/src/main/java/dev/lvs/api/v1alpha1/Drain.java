package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;

/** Settings for draining a real server that leaves a service. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Drain(
    @JsonPropertyDescription("How long its connections may go on before it is removed.")
        @Default("60s")
        Seconds timeout) {
  public Drain {
    timeout = requireNonNullElse(timeout, new Seconds(60));
  }
}
