package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A health check by a datagram. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "!has(self.expect) || self.requireReply",
    message = "expect needs an answer: set requireReply: true, or remove expect",
    fieldPath = ".expect")
public record UdpCheck(
    @JsonPropertyDescription(
            "Text to send, with the escapes \\\\r"
                + " \\\\n"
                + " \\\\t \\\\0 \\\\\\\\ and \\\\xHH; default: an empty datagram.")
        @Size(max = 1024)
        @Nullable String send,
    @JsonPropertyDescription("A regular expression that the answer has to match somewhere.")
        @Size(min = 1, max = 1024)
        @Nullable String expect,
    @JsonPropertyDescription(
            "Whether an answer has to come; if not, a server is healthy unless it refuses the"
                + " datagram (ICMP port unreachable) within the timeout.")
        @Default("true")
        Boolean requireReply) {
  public UdpCheck {
    requireReply = requireNonNullElse(requireReply, true);
  }
}
