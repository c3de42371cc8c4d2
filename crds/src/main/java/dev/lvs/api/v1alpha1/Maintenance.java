package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** A real server taken out by hand. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Maintenance(
    @JsonPropertyDescription("Drain or Off.") @Required MaintenanceMode mode,
    @JsonPropertyDescription("Why, for those who read it later.") @Nullable String reason,
    @JsonPropertyDescription("When it ends, RFC 3339.") @Nullable String until) {}
