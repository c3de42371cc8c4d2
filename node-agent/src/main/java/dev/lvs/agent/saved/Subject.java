package dev.lvs.agent.saved;

import dev.lvs.agent.model.Change.AddDestination;
import dev.lvs.agent.model.Change.AddService;
import dev.lvs.agent.model.Change.DeleteDestination;
import dev.lvs.agent.model.Change.DeleteService;
import dev.lvs.agent.model.Change.EditDestination;
import dev.lvs.agent.model.Change.EditService;
import dev.lvs.agent.model.Change.IpvsChange;
import dev.lvs.agent.model.DestinationKey;
import dev.lvs.agent.model.ServiceKey;
import java.util.Optional;

/**
 * What a change of the table is about.
 *
 * @param destination empty for the virtual server itself
 */
public record Subject(ServiceKey service, Optional<DestinationKey> destination) {
  public static Subject of(IpvsChange change) {
    return switch (change) {
      case AddService(var service, var _) -> new Subject(service, Optional.empty());
      case EditService(var service, var _) -> new Subject(service, Optional.empty());
      case DeleteService(var service) -> new Subject(service, Optional.empty());
      case AddDestination(var service, var key, var _) -> new Subject(service, Optional.of(key));
      case EditDestination(var service, var key, var _) -> new Subject(service, Optional.of(key));
      case DeleteDestination(var service, var key) -> new Subject(service, Optional.of(key));
    };
  }

  /** The virtual server of a destination; itself for a virtual server. */
  public Subject ofService() {
    return new Subject(service, Optional.empty());
  }
}
