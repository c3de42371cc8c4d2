package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Settings for forwarding packets to the real servers. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "!has(self.tunnel) || self.method == 'TUN'",
    message = "tunnel needs method: TUN; remove it, or set the method",
    fieldPath = ".tunnel")
@ValidationRule(
    value = "!has(self.localAddresses) || self.method == 'FULLNAT'",
    message = "localAddresses needs method: FULLNAT; remove it, or set the method",
    fieldPath = ".localAddresses")
public record Forwarding(
    @JsonPropertyDescription(
            "NAT: answers return through the director. DR: same network segment, answers go"
                + " straight to the client. TUN: through a tunnel, answers go straight to the"
                + " client. FULLNAT: NAT that also rewrites the source, so that real servers need"
                + " no route through the director. When it changes, what has begun goes on the"
                + " former way, for 15 minutes at most: a real server that a node is holds what that"
                + " ends in while it has connections (sockets, and what conntrack knows, such as"
                + " those of pods), and a director goes on rewriting those of FULLNAT. A flow of UDP"
                + " may end on a node that does not track connections, since nothing tells it that"
                + " there is one; so may what has another port (targetPort) now. Who asks from"
                + " inside: a DR or TUN service does not answer what runs on its director, and on a"
                + " real server the VIP is that server itself; a NAT service does not answer"
                + " clients whom its real servers reach without the director, such as those in"
                + " their own network; FULLNAT answers those.")
        @Default("NAT")
        ForwardingMode method,
    @JsonPropertyDescription("Encapsulation, TUN only. Default: ipip.") @Nullable Tunnel tunnel,
    @JsonPropertyDescription(
            "Source addresses that real servers see, FULLNAT only. Default: the address that the"
                + " director has towards each of them.")
        @Nullable LocalAddresses localAddresses) {
  public Forwarding {
    method = requireNonNullElse(method, ForwardingMode.NAT);
  }
}
