package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Addresses that may be used, and by whom. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "self.addresses.all(a, isIP(a) || isCIDR(a) || (a.split('-').size() == 2 && "
            + "isIP(a.split('-')[0]) && isIP(a.split('-')[1]) && "
            + "ip(a.split('-')[0]).family() == ip(a.split('-')[1]).family()))",
    message =
        "each entry must be an address, a network or a range of one family, e.g. "
            + "192.0.2.10, 192.0.2.0/28, 192.0.2.10-192.0.2.19",
    fieldPath = ".addresses")
@ValidationRule(
    value = "self.addresses.all(a, !isCIDR(a) || cidr(a) == cidr(a).masked())",
    message =
        "a network must have zeros behind its prefix, e.g. 192.0.2.0/24; for one "
            + "address write it without a prefix length",
    fieldPath = ".addresses")
public record AddressPoolSpec(
    @JsonPropertyDescription("CIDRs, ranges (first-last) and single addresses of either family.")
        @Required
        @Size(min = 1, max = 256)
        List<String> addresses,
    @JsonPropertyDescription(
            "VIP, or LocalAddress for FULLNAT: then every address must be one that the directors may hold and real servers can answer to, and that nobody else has.")
        @Default("VIP")
        AddressUse use,
    @JsonPropertyDescription("Namespaces that may use the pool; default: all.")
        @Nullable LabelSelector namespaces,
    @JsonPropertyDescription("Whether addresses are given out to those who name only the pool.")
        @Default("true")
        Boolean autoAssign) {
  public AddressPoolSpec {
    addresses = List.copyOf(requireNonNullElse(addresses, List.of()));
    use = requireNonNullElse(use, AddressUse.VIP);
    autoAssign = requireNonNullElse(autoAssign, true);
  }
}
