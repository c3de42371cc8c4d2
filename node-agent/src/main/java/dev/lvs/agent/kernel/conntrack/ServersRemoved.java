package dev.lvs.agent.kernel.conntrack;

import dev.lvs.agent.kernel.conntrack.FlowChange.ForgetFlows;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteDestination;
import dev.lvs.agent.model.ipvs.DestinationId;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Prerequisite;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Refuses to delete flows to a real server that could not be removed. */
final class ServersRemoved implements Prerequisite {
  private final Map<DestinationId, String> stay = new HashMap<>();

  @Override
  public void note(Outcome outcome, boolean fresh) {
    switch (outcome) {
      case Outcome.Applied _, Outcome.AlreadySo _ -> {}
      case Outcome.Refused(var change, var _, var message) -> failed(change, message);
      case Outcome.Unknown(var change, var message) -> failed(change, message);
    }
  }

  private void failed(Change change, String message) {
    if (change instanceof DeleteDestination(var service, var destination)) {
      stay.put(new DestinationId(service, destination), message);
    }
  }

  @Override
  public Optional<String> missingFor(Change change) {
    return change instanceof ForgetFlows(var service, var _, var server)
        ? Optional.ofNullable(stay.get(new DestinationId(service, server)))
        : Optional.empty();
  }
}
