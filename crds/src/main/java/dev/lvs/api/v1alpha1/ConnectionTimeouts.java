package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** Connection timeouts of the node, `ipvsadm --set`. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ConnectionTimeouts(
    @JsonPropertyDescription("Established TCP connections.") @Nullable Seconds tcp,
    @JsonPropertyDescription("TCP connections after a FIN.") @Nullable Seconds tcpFin,
    @JsonPropertyDescription("UDP flows.") @Nullable Seconds udp) {}
