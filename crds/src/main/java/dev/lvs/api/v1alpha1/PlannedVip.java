package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lvs.net.IpAddress;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A VIP that a director holds. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PlannedVip(
    @JsonPropertyDescription("The VIP.") @Required IpAddress address,
    @JsonPropertyDescription("Interface; default: the one that leads to it.")
        @Nullable
        @JsonProperty("interface")
        String interfaceName,
    @JsonPropertyDescription(
            "The Lease by which one director at a time has it; without one this director has it.")
        @Nullable PlannedLease lease,
    @JsonPropertyDescription(
            "That every director has it at once, for routers that learn of it by BGP.")
        @Nullable PlannedBgp bgp,
    @JsonPropertyDescription(
            "The virtual router by which one director at a time has it; its address is then put on"
                + " the interface by keepalived.")
        @Nullable PlannedVrrp vrrp,
    @JsonPropertyDescription("The resources that need it.") List<ResourceName> sources) {
  public PlannedVip {
    sources = List.copyOf(requireNonNullElse(sources, List.of()));
  }

  /** One that may have a Lease, and no virtual router. */
  public PlannedVip(
      IpAddress address,
      @Nullable String interfaceName,
      @Nullable PlannedLease lease,
      List<ResourceName> sources) {
    this(address, interfaceName, lease, null, null, sources);
  }

  /** One that its directors have without asking. */
  public PlannedVip(IpAddress address, @Nullable String interfaceName, List<ResourceName> sources) {
    this(address, interfaceName, null, null, null, sources);
  }

  /** The same VIP by a Lease. */
  public PlannedVip with(PlannedLease other) {
    return new PlannedVip(address, interfaceName, other, null, null, sources);
  }

  /** The same VIP by BGP. */
  public PlannedVip with(PlannedBgp other) {
    return new PlannedVip(address, interfaceName, null, other, null, sources);
  }

  /** The same VIP by a virtual router. */
  public PlannedVip with(PlannedVrrp other) {
    return new PlannedVip(address, interfaceName, null, null, other, sources);
  }

  /** Returns whether its director answers for it whatever others do. */
  public boolean answeredAlone() {
    return lease == null && bgp == null && vrrp == null;
  }

  /** The same VIP for other resources. */
  public PlannedVip with(List<ResourceName> others) {
    return new PlannedVip(address, interfaceName, lease, bgp, vrrp, others);
  }
}
