package dev.lvs.agent.plan.draft;

import dev.lvs.agent.model.SourceAddresses;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.AddressFamily;
import java.util.List;

/**
 * A virtual server whose real servers see other source addresses than the clients'.
 *
 * @param source the resource it comes from, e.g. {@code VirtualService shop/web}
 * @param ports those of the VIPs that belong to it
 * @param realServers destinations of its connections; port 0 for the port that the client used
 */
public record Rewritten(
    ResourceName source,
    AddressFamily family,
    SourceAddresses seen,
    List<VipPorts> ports,
    List<DestinationKey> realServers) {
  public Rewritten {
    ports = List.copyOf(ports);
    realServers = List.copyOf(realServers);
  }

  /** The same with other ports. */
  Rewritten with(List<VipPorts> others) {
    return new Rewritten(source, family, seen, others, realServers);
  }

  /** Returns how many addresses a real server may see. */
  public int addresses() {
    return switch (seen) {
      case SourceAddresses.Local(var addresses, var _) -> addresses.size();
      case SourceAddresses.Masquerade() -> 1;
    };
  }
}
