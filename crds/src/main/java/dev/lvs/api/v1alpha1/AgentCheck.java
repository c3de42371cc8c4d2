package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * A health check in which the server reports its capacity, by HAProxy's agent-check protocol: a
 * percentage of its weight, ready, drain, maint, up, down.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AgentCheck(
    @JsonPropertyDescription("Text to send first, with the escapes of a script's send.")
        @Size(max = 255)
        @Nullable String send) {}
