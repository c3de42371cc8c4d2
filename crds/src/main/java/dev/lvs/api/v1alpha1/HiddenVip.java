package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lvs.net.IpAddress;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A VIP that a real server holds without answering ARP for it. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HiddenVip(
    @JsonPropertyDescription("The VIP.") @Required IpAddress address,
    @JsonPropertyDescription("DR or TUN.") @Required ForwardingMode method,
    @JsonPropertyDescription("The address of this node under which directors know it.") @Required
        IpAddress realServerAddress,
    @JsonPropertyDescription("Encapsulation, TUN only.") @Nullable Tunnel tunnel,
    @JsonPropertyDescription("The resources that need it.") List<ResourceName> sources) {
  public HiddenVip {
    sources = List.copyOf(requireNonNullElse(sources, List.of()));
  }

  /** The same VIP for other resources. */
  public HiddenVip with(List<ResourceName> others) {
    return new HiddenVip(address, method, realServerAddress, tunnel, others);
  }
}
