package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Director that is to have a group's VIPs before others. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PreferredDirector(
    @JsonPropertyDescription("The node.") @Required @Size(min = 1, max = 253) String node,
    @JsonPropertyDescription("The heavier one comes first; a node that is not listed has 0.")
        @Required
        @Min(1)
        @Max(1000)
        Integer weight) {}
