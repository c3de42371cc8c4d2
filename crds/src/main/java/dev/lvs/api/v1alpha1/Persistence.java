package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Keeps a client on one real server, `ipvsadm -p`. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "duration(self.timeout) >= duration('1s') && duration(self.timeout) <= duration('744h')",
    message = "timeout must be 1s to 744h (31 days), as for ipvsadm",
    fieldPath = ".timeout")
@ValidationRule(
    value =
        "!has(self.netmask) || "
            + "self.netmask.matches('^(((0|128|192|224|240|248|252|254)\\\\.0\\\\.0\\\\.0)|(255\\\\.(0|128|192|224|240|248|252|254)\\\\.0\\\\.0)|(255\\\\.255\\\\.(0|128|192|224|240|248|252|254)\\\\.0)|(255\\\\.255\\\\.255\\\\.(0|128|192|224|240|248|252|254|255)))$')",
    message =
        "netmask must be a mask of ones followed by zeros, e.g. 255.255.255.0, or 0.0.0.0 for all clients",
    fieldPath = ".netmask")
@ValidationRule(
    value = "!has(self.engine) || self.engine == 'sip'",
    message = "the kernel has one persistence engine: sip",
    fieldPath = ".engine")
public record Persistence(
    @JsonPropertyDescription(
            "PCC: one real server for every port of the VIP, of which only services of the same namespace can have one for themselves. PPC: each port by itself. PFMC: the ports of this resource together, by firewall mark.")
        @Default("PPC")
        PersistenceMode mode,
    @JsonPropertyDescription("How long a client without connections is remembered, e.g. 300s, 5m.")
        @Default("300s")
        Seconds timeout,
    @JsonPropertyDescription(
            "Clients of one network of this IPv4 mask are kept together, e.g. 255.255.255.0; with 0.0.0.0 all clients are.")
        @Size(max = 15)
        @Nullable String netmask,
    @JsonPropertyDescription("The same for IPv6, as prefix length.") @Nullable @Min(1) @Max(128)
        Integer netmaskV6,
    @JsonPropertyDescription(
            "Persistence engine, `ipvsadm --pe`: sip keeps a SIP call together (UDP).")
        @Size(max = 15)
        @Nullable String engine) {
  public Persistence {
    mode = requireNonNullElse(mode, PersistenceMode.PPC);
    timeout = requireNonNullElse(timeout, new Seconds(300));
  }
}
