package dev.lvs.agent.health;

import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.HealthCheck;
import dev.lvs.api.v1alpha1.OnFailure;
import dev.lvs.api.v1alpha1.PlannedCheck;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedHealth;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.ipvs.DestinationKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the destinations of a plan that are to be checked. */
final class WatchedServers {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedServers.class);

  private WatchedServers() {}

  /** In the order of the plan. */
  static List<Watched> of(DirectorPlan plan) {
    List<Watched> all = new ArrayList<>();
    for (PlannedService service : plan.services()) {
      if (service.health() != null) {
        add(service, service.health(), all);
      }
    }
    return all;
  }

  private static void add(PlannedService service, PlannedHealth health, List<Watched> all) {
    Map<DestinationKey, HealthCheck> own = new HashMap<>();
    for (PlannedCheck one : health.overrides()) {
      own.put(new DestinationKey(one.address(), one.port()), one.check());
    }
    for (PlannedDestination destination : service.realServers()) {
      DestinationKey key = new DestinationKey(destination.address(), destination.port());
      HealthCheck check = own.getOrDefault(key, health.check());
      if (check != null) {
        watched(service, destination, check, health.onFailure()).ifPresent(all::add);
      }
    }
  }

  /** Empty for a check that this agent cannot make, which it says. */
  private static Optional<Watched> watched(
      PlannedService service,
      PlannedDestination destination,
      HealthCheck check,
      OnFailure onFailure) {
    try {
      return Optional.of(
          new Watched(
              service.key(),
              new DestinationKey(destination.address(), destination.port()),
              destination.weight(),
              Checks.of(check, destination.address(), destination.port()),
              new Standing.Thresholds(check.rise(), check.fall()),
              check.initial(),
              onFailure == OnFailure.REMOVE));
    } catch (IllegalArgumentException e) {
      LOG.warn(
          "{}: {} in {} is not checked: {}",
          service.source(),
          destination.address(),
          service.key(),
          e.getMessage());
      return Optional.empty();
    }
  }
}
