package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** Director that has the VIPs of its group, by a Lease or by VRRP. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record VipHolder(
    @JsonPropertyDescription("The node.") @Required String node,
    @JsonPropertyDescription("Time at which it was first seen to have them.") @Required
        String since,
    @JsonPropertyDescription(
            "How often the Lease changed its holder; with vrrp, how often the VIPs were seen to move"
                + " since somebody has them.")
        @Required
        Integer moves) {}
