package dev.lvs.agent.plan.health;

import dev.lvs.agent.plan.draft.DesiredDraft;
import dev.lvs.agent.plan.draft.Obstacle.Reason;
import dev.lvs.agent.plan.draft.Servers;
import dev.lvs.agent.situation.Health;
import dev.lvs.agent.situation.HealthEvidence;
import dev.lvs.agent.situation.ServerHealth;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.ipvs.DestinationKey;
import java.util.Collection;
import java.util.List;

/** Finds real servers that get no new connections because their health check fails. */
public final class Unhealthy {
  private final Health health;
  private final Weights weights;
  private final DesiredDraft draft;

  public Unhealthy(Health health, Weights weights, DesiredDraft draft) {
    this.health = health;
    this.weights = weights;
    this.draft = draft;
  }

  public void tell(Collection<PlannedService> services) {
    for (PlannedService service : services) {
      if (health.isAbout(service.key())) {
        service.realServers().forEach(destination -> tell(service, destination));
      }
    }
  }

  private void tell(PlannedService service, PlannedDestination destination) {
    DestinationKey key = Servers.key(destination);
    switch (health.of(service.key(), key)) {
      case ServerHealth.Down down -> tell(service, key, reason(down), message(service, down));
      case ServerHealth.Up(var weight, var doubt, var _, var _) -> {
        if (weight.orElse(1) == 0 && destination.weight() > 0) {
          tell(
              service,
              key,
              Reason.DRAINED_BY_SERVER,
              " says by its agent-check that it takes no new connections, and gets none.");
        } else {
          doubt.ifPresent(why -> tellDoubt(service, key, why));
        }
      }
      case ServerHealth.Unknown(var doubt) -> doubt.ifPresent(why -> tellDoubt(service, key, why));
    }
  }

  private static Reason reason(ServerHealth.Down down) {
    return down.hasFailed() ? Reason.HEALTH_CHECK_FAILED : Reason.HEALTH_UNKNOWN;
  }

  /** Without times: it is one condition and one Event however often the server fails. */
  private String message(PlannedService service, ServerHealth.Down down) {
    return down.evidence()
            .reason()
            .map(" fails its health check: %s"::formatted)
            .orElse(" has not answered its health check yet")
        + (weights.keeps(service, down)
            ? ". It keeps its weight, since those of many services failed with it."
            : weights.removes(service, down)
                ? ". It is out of the table until it succeeds."
                : ". It gets no new connections until it succeeds.");
  }

  private void tellDoubt(PlannedService service, DestinationKey key, HealthEvidence why) {
    tell(
        service,
        key,
        Reason.HEALTH_UNKNOWN,
        " is not probed ("
            + why.reason().orElse("")
            + "). It keeps its weight, and whether it works is not known.");
  }

  private void tell(PlannedService service, DestinationKey key, Reason reason, String message) {
    draft.unreached(
        key.address(),
        List.of(service.source()),
        "send clients of " + service.key() + " to " + key,
        reason,
        key + message);
  }
}
