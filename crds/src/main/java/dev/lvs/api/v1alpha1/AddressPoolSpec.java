package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Specification of an AddressPool: the grants of an admin, and the namespaces that they are for.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "has(self.addresses) || has(self.firewallMarks)",
    message = "a pool grants something: write addresses, or firewallMarks")
@ValidationRule(
    value = "!has(self.addresses) || self.addresses.all(a, " + Cel.IS_RANGE_A + ")",
    message = Cel.RANGE_MESSAGE,
    fieldPath = ".addresses")
@ValidationRule(
    value = "!has(self.addresses) || self.addresses.all(a, " + Cel.HAS_NO_HOST_BITS_A + ")",
    message = Cel.HOST_BITS_MESSAGE,
    fieldPath = ".addresses")
@ValidationRule(
    value =
        "self.use != 'LocalAddress' || !(has(self.firewallMarks) || has(self.realServers) || "
            + "has(self.limits))",
    message =
        "firewallMarks, realServers and limits belong to a pool of VIPs: remove them, or use: VIP")
@ValidationRule(
    value =
        "!has(self.firewallMarks) || self.firewallMarks.all(r, [r.split('-')].all(t, "
            + "int(t[0]) <= int(t[t.size() - 1]) && int(t[t.size() - 1]) <= 4294967295))",
    message =
        "each entry of firewallMarks must be a mark of 1 to 4294967295 or a range of them, e.g. 17"
            + " or 100-199",
    fieldPath = ".firewallMarks")
@ValidationRule(
    value =
        "!has(self.firewallMarks) || self.firewallMarks.all(r, r.contains('-') || "
            + "[int(r)].all(m, !("
            + Cel.IS_RESERVED_MARK_M
            + ")))",
    message = Cel.RESERVED_MARK_MESSAGE,
    fieldPath = ".firewallMarks")
public record AddressPoolSpec(
    @JsonPropertyDescription("CIDRs, ranges (first-last) and single addresses of either family.")
        @Size(min = 1, max = 256)
        List<String> addresses,
    @JsonPropertyDescription(
            "VIP, or LocalAddress for FULLNAT: then every address must be one that the directors"
                + " may hold and real servers can answer to, and that nobody else has: but for"
                + " those of nodes they are the directors' own, whoever names one.")
        @Default("VIP")
        AddressUse use,
    @JsonPropertyDescription(
            "Namespaces that may use the pool; default: all. When a namespace is admitted no more,"
                + " what it has by the pool ends at once.")
        @Nullable LabelSelector namespaces,
    @JsonPropertyDescription("Whether addresses are given out to those who name only the pool.")
        @Default("true")
        Boolean autoAssign,
    @JsonPropertyDescription(
            "Firewall marks that these namespaces may name in spec.firewallMark, and ranges of"
                + " them; default: none. Never multiples of 128 and others that Kubernetes and CNI"
                + " plugins set, nor those that the operator gives out (4096-4351): a range may"
                + " hold them, and grants the rest.")
        @Pattern(Cel.NUMBERS)
        @Size(min = 1, max = 64)
        List<String> firewallMarks,
    @JsonPropertyDescription(
            "Where the traffic of these addresses and marks may be sent. Default: anywhere but to"
                + " reserved addresses and to ports that run a node, and no node becomes a real"
                + " server of DR or TUN.")
        @Nullable RealServerGrant realServers,
    @JsonPropertyDescription(
            "How much each of these namespaces may have in all; where several pools admit it, the"
                + " largest counts.")
        @Nullable PoolLimits limits,
    @JsonPropertyDescription(
            "Whether a VirtualService may, by adopt: true, take over an entry of IPVS that stands"
                + " in the kernel for one of these VIPs and marks and that somebody else made, an"
                + " admin for one. Default: no, for what an admin made by hand is not a tenant's to"
                + " take.")
        @Default("false")
        Boolean adoption) {
  public AddressPoolSpec {
    addresses = List.copyOf(requireNonNullElse(addresses, List.of()));
    use = requireNonNullElse(use, AddressUse.VIP);
    autoAssign = requireNonNullElse(autoAssign, true);
    adoption = requireNonNullElse(adoption, false);
    firewallMarks = List.copyOf(requireNonNullElse(firewallMarks, List.of()));
  }
}
