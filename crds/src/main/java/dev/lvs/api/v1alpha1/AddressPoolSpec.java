package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Addresses that may be used, and by whom. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AddressPoolSpec(
    @JsonPropertyDescription("CIDRs, ranges (first-last) and single addresses of either family.")
        @Required
        List<String> addresses,
    @JsonPropertyDescription("VIP, or LocalAddress for FULLNAT.") @Default("VIP") AddressUse use,
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
