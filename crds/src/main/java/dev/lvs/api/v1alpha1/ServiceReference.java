package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A Service whose ready endpoints are real servers. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ServiceReference(
    @JsonPropertyDescription("Name of a Service of this namespace.")
        @Required
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        String name,
    @JsonPropertyDescription("Name of its port, where it has several.") @Size(max = 63)
        @Nullable String port) {}
