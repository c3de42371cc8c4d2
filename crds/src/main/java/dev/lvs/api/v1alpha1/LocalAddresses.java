package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;

/** Source of the local addresses of FULLNAT. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LocalAddresses(
    @JsonPropertyDescription(
            "An AddressPool with use LocalAddress. Each director holds addresses of its own from"
                + " it, of every family that the service has: an equal share, at most 8 of a"
                + " family. A new connection gets one of them, chosen by its client's address and"
                + " port; where connections of a client belong together (persistence, several ports"
                + " in one, FTP) by its address alone.")
        @Required
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        String addressPool) {
  public LocalAddresses {
    addressPool = requireNonNullElse(addressPool, "");
  }
}
