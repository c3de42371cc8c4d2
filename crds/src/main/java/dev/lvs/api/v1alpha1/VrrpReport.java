package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** Report of a director on a DirectorGroup whose VIPs it may have by VRRP. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record VrrpReport(
    @JsonPropertyDescription("The DirectorGroup.") @Required String group,
    @JsonPropertyDescription(
            "Holder: VIPs are on the interface. Waiting: they are not, and keepalived may take them."
                + " NotReady: it may not.")
        @Required
        GroupStanding state,
    @JsonPropertyDescription("Since when it is so, RFC 3339.") @Required String since,
    @JsonPropertyDescription("Why it has not the VIPs, or not as it is to.")
        @Nullable String why) {}
