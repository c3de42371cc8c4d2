package dev.lvs.agent.plan;

import dev.lvs.agent.plan.Obstacle.Reason;
import dev.lvs.agent.situation.Health;
import dev.lvs.agent.situation.ServerHealth;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.ipvs.DestinationKey;
import java.util.Collection;
import java.util.List;

/** Finds real servers that get no new connections because their health check fails. */
final class Unhealthy {
  private final Health health;
  private final DesiredDraft draft;

  Unhealthy(Health health, DesiredDraft draft) {
    this.health = health;
    this.draft = draft;
  }

  void tell(Collection<PlannedService> services) {
    for (PlannedService service : services) {
      if (health.isAbout(service.key())) {
        service.destinations().forEach(destination -> tell(service, destination));
      }
    }
  }

  private void tell(PlannedService service, PlannedDestination destination) {
    DestinationKey key = Servers.key(destination);
    if (health.of(service.key(), key) instanceof ServerHealth.Down(var removed, var reason)) {
      draft.unreached(
          destination.address(),
          List.of(service.source()),
          "send clients of " + service.key() + " to " + key,
          Reason.HEALTH_CHECK_FAILED,
          key
              + " fails its health check "
              + reason
              + (removed
                  ? ". It is out of the table until it succeeds again."
                  : ". It gets no new connections until it succeeds again."));
    }
  }
}
