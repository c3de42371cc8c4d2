package dev.lvs.agent.health;

import dev.lvs.agent.model.ProbeWays;
import dev.lvs.agent.model.ProbeWays.Request;
import dev.lvs.agent.probe.ScheduledCheck;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.HealthCheck;
import dev.lvs.api.v1alpha1.OnFailure;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedHealth;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the destinations of a plan that are to be checked. */
final class WatchedServers {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedServers.class);

  private final Checks checks;
  private final ProbeWays ways;
  private final SourcePorts ports;

  private WatchedServers(Checks checks, ProbeWays ways, SourcePorts ports) {
    this.checks = checks;
    this.ways = ways;
    this.ports = ports;
  }

  /**
   * In the order of the plan.
   *
   * @param checks by which they are checked
   * @param ways of the probes that go as clients' packets do
   * @param ports that these come from
   */
  static List<Watched> of(DirectorPlan plan, Checks checks, ProbeWays ways, SourcePorts ports) {
    WatchedServers servers = new WatchedServers(checks, ways, ports);
    List<Watched> all = new ArrayList<>();
    for (PlannedService service : plan.services()) {
      if (service.health() != null) {
        servers.add(service, service.health(), all);
      }
    }
    ports.tidy();
    return all;
  }

  private void add(PlannedService service, PlannedHealth health, List<Watched> all) {
    health
        .checksOf(service.realServers())
        .forEach(
            (destination, its) ->
                its.forEach(
                    check -> all.addAll(watched(service, destination, check, health.onFailure()))));
  }

  /**
   * One, or one for each VIP by which it is asked; none for a check that this agent cannot make,
   * which it says.
   */
  private List<Watched> watched(
      PlannedService service,
      PlannedDestination destination,
      HealthCheck check,
      OnFailure onFailure) {
    try {
      return scheduled(service, destination, check)
          .map(
              scheduled ->
                  new Watched(
                      service.key(),
                      new DestinationKey(destination.address(), destination.port()),
                      destination.weight(),
                      scheduled,
                      new Standing.Thresholds(check.rise(), check.fall()),
                      check.initial(),
                      onFailure == OnFailure.REMOVE))
          .toList();
    } catch (IllegalArgumentException e) {
      LOG.warn(
          "{}: {} in {} is not checked: {}",
          service.source(),
          destination.address(),
          service.key(),
          e.getMessage());
      return List.of();
    }
  }

  private Stream<ScheduledCheck> scheduled(
      PlannedService service, PlannedDestination destination, HealthCheck check) {
    IpAddress server = destination.address();
    DestinationKey key = new DestinationKey(server, destination.port());
    return switch (check.through()) {
      case DIRECT -> Stream.of(checks.of(check, server, destination.port()));
      case FORWARDING ->
          ways.to(service.key(), Request.of(key, check.port(), check.sourceAddress())).stream()
              .map(way -> checks.of(check, server, way, ports));
    };
  }
}
