package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** Connections and persistence templates of real servers that are being drained. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DrainedConnections(
    @JsonPropertyDescription(
            "Connections, active and inactive, of all of these real servers. Said anew every ten"
                + " seconds or less often.")
        long connections,
    @JsonPropertyDescription("Persistence templates that lead to them, counted at the same time.")
        long templates,
    @JsonPropertyDescription(
            "When the last of them is removed at the latest, RFC 3339; absent where it waits for"
                + " its connections.")
        @Nullable String until) {}
