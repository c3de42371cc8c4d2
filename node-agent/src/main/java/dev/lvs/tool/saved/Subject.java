package dev.lvs.tool.saved;

import dev.lvs.agent.kernel.ipvs.IpvsChange;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DestinationChange;
import dev.lvs.agent.kernel.ipvs.IpvsChange.ServiceChange;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import java.util.Optional;

/**
 * Entry of the table that a change is about.
 *
 * @param destination empty for the virtual server itself
 */
public record Subject(ServiceKey service, Optional<DestinationKey> destination) {
  public static Subject of(IpvsChange change) {
    return switch (change) {
      case ServiceChange server -> new Subject(server.service(), Optional.empty());
      case DestinationChange one -> new Subject(one.service(), Optional.of(one.destination()));
    };
  }

  /** The virtual server of a destination; itself for a virtual server. */
  public Subject ofService() {
    return new Subject(service, Optional.empty());
  }
}
