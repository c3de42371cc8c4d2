package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** One director of a group. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DirectorNode(
    @JsonPropertyDescription("The node.") @Required String node,
    @JsonPropertyDescription("Virtual services it serves.") int services,
    @JsonPropertyDescription("What keeps it from serving, if anything.") @Nullable String missing,
    @JsonPropertyDescription(
            "How it stands with the VIPs, as it says while it is heard from; announcement lease"
                + " and vrrp only.")
        @Nullable GroupStanding standing,
    @JsonPropertyDescription("Why it has not the VIPs, or not as it is to.") @Nullable String why) {
  /** One that says nothing of a Lease. */
  public DirectorNode(String node, int services, @Nullable String missing) {
    this(node, services, missing, null, null);
  }
}
