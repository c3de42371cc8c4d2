package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Connection timeouts of the node, `ipvsadm --set`. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "[has(self.tcp) ? self.tcp : '1s', has(self.tcpFin) ? self.tcpFin : '1s', has(self.udp) ? self.udp : '1s'].all(t, duration(t) >= duration('1s') && duration(t) <= "
            + Cel.LONGEST
            + ")",
    message = "a timeout must be 1s to 2147483s (596h); leave it out to keep the kernel's")
public record ConnectionTimeouts(
    @JsonPropertyDescription("Established TCP connections.") @Nullable Seconds tcp,
    @JsonPropertyDescription("TCP connections after a FIN.") @Nullable Seconds tcpFin,
    @JsonPropertyDescription("UDP flows.") @Nullable Seconds udp) {}
