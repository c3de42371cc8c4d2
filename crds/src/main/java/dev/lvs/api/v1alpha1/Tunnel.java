package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lvs.ipvs.TunnelChecksum;
import dev.lvs.ipvs.TunnelType;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Encapsulation of packets in mode TUN, `ipvsadm --tun-type`. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "self.type != 'gue' || has(self.port)",
    message =
        "type gue needs port, the UDP port that the real servers decapsulate on, " + "e.g. 6080",
    fieldPath = ".port")
@ValidationRule(
    value = "self.type == 'gue' || !has(self.port)",
    message = "port is for type gue only; remove it, or set type: gue",
    fieldPath = ".port")
@ValidationRule(
    value =
        "!has(self.port) || (self.port >= 1024 && !(self.port in " + ReservedPorts.SINGLE + "))",
    message =
        "ports below 1024 and those of other tunnels are taken: use another UDP port, e.g. 6080",
    fieldPath = ".port")
@ValidationRule(
    value = "self.checksum != 'csum' || self.type in ['gue', 'gre']",
    message = "checksum csum needs type gue or gre; ipip has no checksum",
    fieldPath = ".checksum")
@ValidationRule(
    value = "self.checksum != 'remcsum' || self.type == 'gue'",
    message = "checksum remcsum needs type: gue",
    fieldPath = ".checksum")
public record Tunnel(
    @JsonPropertyDescription("ipip, gue or gre.") @Default("ipip") TunnelType type,
    @JsonPropertyDescription(
            "UDP port of gue; required there and forbidden elsewhere. None below 1024, and none"
                + " that is known to be another tunnel's, e.g. 4789, 6081 or 8472.")
        @Nullable
        @Min(1)
        @Max(65535)
        Integer port,
    @JsonPropertyDescription("none; csum for gue and gre; remcsum for gue.") @Default("none")
        TunnelChecksum checksum) {
  public Tunnel {
    type = requireNonNullElse(type, TunnelType.IPIP);
    checksum = requireNonNullElse(checksum, TunnelChecksum.NONE);
  }
}
