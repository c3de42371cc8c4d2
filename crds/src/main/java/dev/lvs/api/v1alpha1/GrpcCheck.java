package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A health check by the health protocol of gRPC ({@code grpc.health.v1.Health/Check}). */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record GrpcCheck(
    @JsonPropertyDescription("Name of the service that is asked for; default: the whole server.")
        @Size(max = 253)
        @Nullable String service,
    @JsonPropertyDescription(":authority header; default: the address and port that are asked.")
        @Pattern("^[!-~]+$")
        @Size(max = 253)
        @Nullable String authority,
    @JsonPropertyDescription("TLS; without it, HTTP/2 in clear text.") @Nullable TlsOptions tls) {}
