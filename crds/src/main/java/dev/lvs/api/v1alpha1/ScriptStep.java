package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** One step of a script. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "has(self.send) != has(self.expect)",
    message = "set one of send and expect")
public record ScriptStep(
    @JsonPropertyDescription(
            "Text to send, with the escapes \\\\r \\\\n \\\\t \\\\0 \\\\\\\\ and \\\\xHH.")
        @Size(min = 1, max = 1024)
        @Nullable String send,
    @JsonPropertyDescription(
            "A regular expression that has to match before the script goes on; what came up to its"
                + " end is taken.")
        @Size(min = 1, max = 1024)
        @Nullable String expect) {}
