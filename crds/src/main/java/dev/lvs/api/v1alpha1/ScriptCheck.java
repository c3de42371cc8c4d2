package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A health check over TCP by a script: lines to send and answers to expect, in turn. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "has(self.protocol) != has(self.steps)",
    message = "set one of protocol, for a script that is known by name, and steps")
public record ScriptCheck(
    @JsonPropertyDescription("A script that is known by the name of its protocol.")
        @Nullable ScriptProtocol protocol,
    @JsonPropertyDescription("The steps of a script of your own.") @Size(min = 1, max = 32)
        List<ScriptStep> steps,
    @JsonPropertyDescription("TLS from the first byte on, as with imaps; without it, clear text.")
        @Nullable TlsOptions tls) {
  public ScriptCheck {
    steps = List.copyOf(requireNonNullElse(steps, List.of()));
  }
}
