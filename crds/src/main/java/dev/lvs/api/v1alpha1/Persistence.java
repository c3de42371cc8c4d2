package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** Keeps a client on one real server, `ipvsadm -p`. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Persistence(
    @JsonPropertyDescription(
            "PCC: one real server for every port of the VIP. PPC: each port by itself. PFMC: the ports of this resource together, by firewall mark.")
        @Default("PPC")
        PersistenceMode mode,
    @JsonPropertyDescription("How long a client without connections is remembered, e.g. 300s, 5m.")
        @Default("300s")
        Seconds timeout,
    @JsonPropertyDescription(
            "Clients of one network of this IPv4 mask are kept together, e.g. 255.255.255.0.")
        @Nullable String netmask,
    @JsonPropertyDescription("The same for IPv6, as prefix length.") @Nullable @Min(1) @Max(128)
        Integer netmaskV6,
    @JsonPropertyDescription(
            "Persistence engine, `ipvsadm --pe`: sip keeps a SIP call together (UDP).")
        @Nullable String engine) {
  public Persistence {
    mode = requireNonNullElse(mode, PersistenceMode.PPC);
    timeout = requireNonNullElse(timeout, new Seconds(300));
  }
}
