package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** A health check by a TCP connection. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TcpCheck(
    @JsonPropertyDescription("Port to connect to; default: the destination port.")
        @Nullable
        @Min(1)
        @Max(65535)
        Integer port) {}
