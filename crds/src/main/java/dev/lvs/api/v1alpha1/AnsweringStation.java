package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lvs.net.IpAddress;
import io.fabric8.generator.annotation.Required;

/** Another station on the network that answers for a VIP. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AnsweringStation(
    @JsonPropertyDescription("The VIP.") @Required IpAddress vip,
    @JsonPropertyDescription("MAC address that it answers with.") @Required String mac) {}
