package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** Announcement of a VIP by the BGP speaker of each director. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PlannedBgp(
    @JsonPropertyDescription("The DirectorGroup that announces it.") @Required String directorGroup,
    @JsonPropertyDescription(
            "Why this director does not announce it while others do; without a reason it does.")
        @Nullable StandDown standDown) {}
