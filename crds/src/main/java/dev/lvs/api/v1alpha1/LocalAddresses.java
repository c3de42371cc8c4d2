package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import org.jspecify.annotations.Nullable;

/** Where FULLNAT takes its source addresses from. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LocalAddresses(
    @JsonPropertyDescription("An AddressPool with use LocalAddress.")
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @Nullable String addressPool) {}
