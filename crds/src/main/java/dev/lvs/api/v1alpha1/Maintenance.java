package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A real server taken out by hand. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Maintenance(
    @JsonPropertyDescription(
            "Drain: no new connections, but with persistence those of clients that it remembers, unless the DirectorGroup sets expire_quiescent_template: 1. Remove: out of every service.")
        @Required
        MaintenanceMode mode,
    @JsonPropertyDescription("Why, for those who read it later.") @Size(max = 1024)
        @Nullable String reason,
    @JsonPropertyDescription("When it ends, RFC 3339.")
        @Pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})$")
        @Size(max = 25)
        @Nullable String until) {}
