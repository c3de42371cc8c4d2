package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** Packets that a director marks, so that a firewall-mark service gets them. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PlannedMark(
    @JsonPropertyDescription("The VIP they are for.") @Required String address,
    @JsonPropertyDescription("Their protocol.") @Required Protocol protocol,
    @JsonPropertyDescription("Their port, or the first of a range.") @Required @Min(1) @Max(65535)
        int port,
    @JsonPropertyDescription("Last port of the range.") @Nullable @Min(1) @Max(65535)
        Integer endPort,
    @JsonPropertyDescription("The mark.") @Required @Min(1) @Max(4294967295L) long firewallMark,
    @JsonPropertyDescription("The resource it comes from, e.g. VirtualService shop/web.") @Required
        String source) {}
