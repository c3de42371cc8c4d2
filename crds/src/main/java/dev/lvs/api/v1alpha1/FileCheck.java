package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A health check by a file on the director: as long as it exists, the server is down. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record FileCheck(
    @JsonPropertyDescription(
            "Name of a file in the agent's folder for checks (--check-directory); while it exists,"
                + " the server is down, and its first line is the reason.")
        @Required
        @Pattern("^[0-9A-Za-z_][0-9A-Za-z_.-]*$")
        @Size(max = 253)
        String name) {}
