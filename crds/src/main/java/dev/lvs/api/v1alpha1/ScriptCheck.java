package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A health check by a script, over TCP but for radius and sip: lines to send and to expect. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "has(self.protocol) != has(self.steps)",
    message = "set one of protocol, for a script that is known by name, and steps")
@ValidationRule(
    value = "!has(self.tls) || !has(self.protocol) || !(self.protocol in ['radius', 'sip'])",
    message = "radius and sip are asked by UDP, which has no TLS: remove tls, or use sip-tcp",
    fieldPath = ".tls")
public record ScriptCheck(
    @JsonPropertyDescription(
            "A script that is known by the name of its protocol. radius and sip are asked by UDP: of"
                + " radius any answer will do, for which the directors have to be clients of the"
                + " server (it may take a second to reject); of sip any final one below 500.")
        @Nullable ScriptProtocol protocol,
    @JsonPropertyDescription("The steps of a script of your own.") @Size(min = 1, max = 32)
        List<ScriptStep> steps,
    @JsonPropertyDescription("TLS from the first byte on, as with imaps; without it, clear text.")
        @Nullable TlsOptions tls) {
  public ScriptCheck {
    steps = List.copyOf(requireNonNullElse(steps, List.of()));
  }
}
