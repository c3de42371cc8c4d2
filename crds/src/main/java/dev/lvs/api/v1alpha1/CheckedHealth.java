package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** Health of a real server in one virtual service, as one director finds it. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CheckedHealth(
    @JsonPropertyDescription("The VirtualService, as a name of its namespace.") @Required
        String service,
    @JsonPropertyDescription("The node that checks it.") @Required String director,
    @JsonPropertyDescription(
            "Healthy, Unhealthy, Drained where it says by its agent-check that it takes no new"
                + " connections, or Unknown.")
        @Required
        String state,
    @JsonPropertyDescription("Since when it is in this state, RFC 3339.") @Nullable String since,
    @JsonPropertyDescription(
            "Why, in one word, where it is not Healthy, e.g. HealthCheckFailed or NodeSilent;"
                + " CertificateExpires where that is soon.")
        @Nullable String reason,
    @JsonPropertyDescription(
            "The last reason in words: why it is not Healthy, or was not before it became so.")
        @Nullable String message,
    @JsonPropertyDescription(
            "When its certificate expires, RFC 3339; said in the last 14 days before.")
        @Nullable String certificateEnd) {}
