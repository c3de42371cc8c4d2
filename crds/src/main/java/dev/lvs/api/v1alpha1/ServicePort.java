package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lvs.ipvs.Protocol;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A port, or a range of ports, of a VirtualService. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "!has(self.endPort) || (self.port > 0 && self.endPort >= self.port)",
    message =
        "endPort is the last port of a range that begins with port: it must not be "
            + "below it, and port not 0",
    fieldPath = ".endPort")
public record ServicePort(
    @JsonPropertyDescription(
            "Name of the port, unique among them. Default: protocol and port, e.g. tcp-80.")
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @Size(max = 63)
        @Nullable String name,
    @JsonPropertyDescription("TCP, UDP or SCTP.") @Default("TCP") Protocol protocol,
    @JsonPropertyDescription(
            "First port; 0 stands for every port and needs persistence mode PCC. Single ports can"
                + " be taken out of it in the same namespace only.")
        @Required
        @Min(0)
        @Max(65535)
        int port,
    @JsonPropertyDescription(
            "Last port of a range, which is then served by a firewall mark; the ranges of one"
                + " resource have one together.")
        @Nullable
        @Min(1)
        @Max(65535)
        Integer endPort,
    @JsonPropertyDescription(
            "Port of the real servers where it differs; NAT and FULLNAT only. When it changes,"
                + " connections to the former port are cut, or end by themselves where there is"
                + " drain.")
        @Nullable
        @Min(1)
        @Max(65535)
        Integer targetPort) {
  public ServicePort {
    protocol = requireNonNullElse(protocol, Protocol.TCP);
  }
}
