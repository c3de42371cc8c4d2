package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lvs.net.IpAddress;
import io.fabric8.generator.annotation.Required;

/** A hidden VIP that a node keeps for open connections although its plan has it no more. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LingeringVip(
    @JsonPropertyDescription("The VIP.") @Required IpAddress address,
    @JsonPropertyDescription("The device that it is on.") @Required String device,
    @JsonPropertyDescription(
            "How many connections to it are open, as far as the node can count them: a power of"
                + " two at or above their number, which is written anew when this is above it or"
                + " at most a quarter of it.")
        @Required
        Integer connections,
    @JsonPropertyDescription(
            "When it goes at the latest, RFC 3339; an agent that starts anew begins the time anew.")
        @Required
        String until) {}
