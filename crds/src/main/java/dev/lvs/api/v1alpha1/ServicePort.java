package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** A port, or a range of ports, of a VirtualService. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ServicePort(
    @JsonPropertyDescription(
            "Name of the port; the merge key when there is more than one. Default: protocol and port, e.g. tcp-80.")
        @Nullable String name,
    @JsonPropertyDescription("TCP, UDP or SCTP.") @Default("TCP") Protocol protocol,
    @JsonPropertyDescription("First port; 0 stands for every port and needs persistence mode PCC.")
        @Required
        @Min(0)
        @Max(65535)
        int port,
    @JsonPropertyDescription("Last port of a range, which is then served by a firewall mark.")
        @Nullable
        @Min(1)
        @Max(65535)
        Integer endPort,
    @JsonPropertyDescription("Port of the real servers where it differs; NAT and FULLNAT only.")
        @Nullable
        @Min(1)
        @Max(65535)
        Integer targetPort) {
  public ServicePort {
    protocol = requireNonNullElse(protocol, Protocol.TCP);
  }
}
