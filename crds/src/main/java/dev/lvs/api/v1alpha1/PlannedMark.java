package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lvs.ipvs.VipPorts;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/** Packets that a director marks, so that a firewall-mark service gets them. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PlannedMark(
    @JsonPropertyDescription("The ports they are for, e.g. TCP 192.0.2.10:8000-8999.") @Required
        VipPorts ports,
    @JsonPropertyDescription("The mark.") @Required @Min(1) @Max(4294967295L) long firewallMark,
    @JsonPropertyDescription("The resource it comes from, e.g. VirtualService shop/web.") @Required
        ResourceName source) {}
