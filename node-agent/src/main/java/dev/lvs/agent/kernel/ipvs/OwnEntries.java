package dev.lvs.agent.kernel.ipvs;

import dev.lvs.agent.kernel.ipvs.IpvsChange.AddService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DestinationChange;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditService;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Prerequisite;
import dev.lvs.ipvs.ServiceKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Refuses to add destinations to a virtual server that turned out to be foreign. */
public final class OwnEntries implements Prerequisite {
  private final Map<ServiceKey, String> notOurs = new HashMap<>();

  @Override
  public void note(Outcome outcome, boolean fresh) {
    switch (outcome) {
      case Outcome.Applied _ -> {}
      case Outcome.AlreadySo already -> {
        if (already.change() instanceof AddService(var service, var _) && fresh) {
          notOurs.put(service, "somebody else added " + service + " in the meantime");
        }
      }
      case Outcome.Refused refused -> {
        failed(refused.change(), refused.message());
        // one that was to be taken over stays somebody else's
        if (refused.change() instanceof EditService(var service, var _) && fresh) {
          notOurs.put(service, refused.message());
        }
      }
      case Outcome.Unknown unknown -> failed(unknown.change(), unknown.message());
    }
  }

  private void failed(Change change, String message) {
    if (change instanceof AddService(var service, var _)) {
      notOurs.put(service, message);
    }
  }

  @Override
  public Optional<String> missingFor(Change change) {
    return switch (change) {
      case DestinationChange one -> of(one.service());
      case EditService(var service, var _) -> of(service);
      default -> Optional.empty();
    };
  }

  /** Returns why a virtual server is not ours; empty where it may be. */
  public Optional<String> of(ServiceKey service) {
    return Optional.ofNullable(notOurs.get(service));
  }
}
