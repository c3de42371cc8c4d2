package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Interface of those VIPs of a group that are on another one than most. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "self.addresses.all(a, " + Cel.IS_RANGE_A + ")",
    message = Cel.RANGE_MESSAGE,
    fieldPath = ".addresses")
@ValidationRule(
    value = "self.addresses.all(a, " + Cel.HAS_NO_HOST_BITS_A + ")",
    message = Cel.HOST_BITS_MESSAGE,
    fieldPath = ".addresses")
public record VipInterface(
    @JsonPropertyDescription("The interface, by the name that it has on every director.")
        @Required
        @Pattern("^[^/:\\s]+$")
        @Size(min = 1, max = 15)
        @JsonProperty("interface")
        String interfaceName,
    @JsonPropertyDescription("VIPs on it: CIDRs, ranges (first-last) and single addresses.")
        @Required
        @Size(min = 1, max = 16)
        List<String> addresses) {
  public VipInterface {
    addresses = List.copyOf(requireNonNullElse(addresses, List.of()));
  }
}
