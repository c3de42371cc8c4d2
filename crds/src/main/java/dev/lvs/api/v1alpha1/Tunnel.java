package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** How packets are wrapped in mode TUN, `ipvsadm --tun-type`. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Tunnel(
    @JsonPropertyDescription("ipip, gue or gre.") @Default("ipip") TunnelType type,
    @JsonPropertyDescription("UDP port of gue; required there and forbidden elsewhere.")
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
