package dev.lvs.agent.report;

import dev.lvs.agent.situation.Health;
import dev.lvs.agent.situation.HealthEvidence;
import dev.lvs.agent.situation.ServerHealth;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedCheck;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedHealth;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceNumbers;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.api.v1alpha1.ServerCheck;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.net.IpAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes entries of the health checks of real servers: one for each real server and virtual service
 * that does not just work, and how many of a virtual service have had no result yet.
 */
final class CheckedServers {
  /** Key of an entry. */
  private record Key(ResourceName server, ResourceName service, String reason) {}

  /** Real servers of a virtual service that are to take new connections. */
  private record Awaited(Set<IpAddress> pending, Set<IpAddress> all) {
    Awaited() {
      this(new HashSet<>(), new HashSet<>());
    }
  }

  private final Map<Key, ResourceReport> servers = new LinkedHashMap<>();
  private final Map<ResourceName, Awaited> awaited = new TreeMap<>();
  private final Health health;

  private CheckedServers(Health health) {
    this.health = health;
  }

  /** The entries, without a generation, and without a time where the check says none. */
  static List<ResourceReport> of(NodePlanSpec plan, Health health) {
    CheckedServers checked = new CheckedServers(health);
    plan.director().services().forEach(checked::take);
    List<ResourceReport> entries = new ArrayList<>(checked.servers.values());
    checked.awaited.forEach(
        (service, its) -> {
          if (!its.pending().isEmpty()) {
            entries.add(pending(service, its));
          }
        });
    return entries;
  }

  private static ResourceReport pending(ResourceName service, Awaited its) {
    return new ResourceReport(
        service,
        null,
        null,
        ResourceState.PROGRAMMED,
        ResourceReport.HEALTH_PENDING,
        ResourceNumbers.affected(its.pending().size(), its.all().size()),
        null,
        null);
  }

  private void take(PlannedService service) {
    PlannedHealth planned = service.health();
    if (planned == null) {
      return;
    }
    Set<DestinationKey> own = new HashSet<>();
    for (PlannedCheck one : planned.overrides()) {
      own.add(new DestinationKey(one.address(), one.port()));
    }
    for (PlannedDestination destination : service.realServers()) {
      DestinationKey key = new DestinationKey(destination.address(), destination.port());
      if (planned.check() != null || own.contains(key)) {
        take(service, destination, key);
      }
    }
  }

  private void take(PlannedService service, PlannedDestination destination, DestinationKey key) {
    ServerHealth state = health.of(service.key(), key);
    boolean pending = state instanceof ServerHealth.Unknown(var doubt) && doubt.isEmpty();
    if (destination.weight() > 0) {
      Awaited its = awaited.computeIfAbsent(service.source(), _ -> new Awaited());
      its.all().add(key.address());
      if (pending) {
        its.pending().add(key.address());
      }
    }
    ResourceName server = destination.source();
    if (server == null || server.equals(service.source())) {
      return;
    }
    switch (state) {
      case ServerHealth.Down down ->
          add(
              server,
              service,
              key,
              ResourceState.PARTIAL,
              down.hasFailed() ? ResourceReport.HEALTH_CHECK_FAILED : ResourceReport.HEALTH_PENDING,
              down.evidence());
      case ServerHealth.Up(var weight, var doubt, var end, var _) -> {
        if (weight.orElse(1) == 0) {
          add(
              server,
              service,
              key,
              ResourceState.PARTIAL,
              ResourceReport.DRAINED_BY_SERVER,
              HealthEvidence.NONE);
        } else if (doubt.isPresent()) {
          doubted(server, service, key, doubt.get());
        }
        end.ifPresent(time -> addExpiring(server, service, key, time));
      }
      case ServerHealth.Unknown(var doubt) -> {
        if (doubt.isPresent()) {
          doubted(server, service, key, doubt.get());
        } else {
          add(
              server,
              service,
              key,
              ResourceState.PROGRAMMED,
              ResourceReport.HEALTH_PENDING,
              HealthEvidence.NONE);
        }
      }
    }
  }

  private void doubted(
      ResourceName server, PlannedService service, DestinationKey key, HealthEvidence why) {
    add(server, service, key, ResourceState.PARTIAL, ResourceReport.HEALTH_UNKNOWN, why);
  }

  private void add(
      ResourceName server,
      PlannedService service,
      DestinationKey key,
      ResourceState state,
      String reason,
      HealthEvidence evidence) {
    ServerCheck check =
        new ServerCheck(
            service.source(),
            key.toString(),
            evidence.reason().orElse(null),
            evidence.failures() == 0 ? null : Integer.valueOf(evidence.failures()),
            evidence.lastGood().map(HealthEvidence::text).orElse(null),
            null);
    add(server, state, reason, evidence.since().map(HealthEvidence::text), check);
  }

  private void addExpiring(
      ResourceName server, PlannedService service, DestinationKey key, Instant end) {
    add(
        server,
        ResourceState.PROGRAMMED,
        ResourceReport.CERTIFICATE_EXPIRES,
        Optional.empty(),
        new ServerCheck(
            service.source(), key.toString(), null, null, null, HealthEvidence.text(end)));
  }

  private void add(
      ResourceName server,
      ResourceState state,
      String reason,
      Optional<String> since,
      ServerCheck check) {
    servers.merge(
        new Key(server, check.service(), reason),
        new ResourceReport(
            server,
            null,
            since.orElse(null),
            state,
            reason,
            ResourceNumbers.affected(1),
            null,
            null,
            check),
        CheckedServers::together);
  }

  private static ResourceReport together(ResourceReport first, ResourceReport other) {
    ResourceState worse =
        first.state().compareTo(other.state()) >= 0 ? first.state() : other.state();
    return new ResourceReport(
        first.source(),
        null,
        first.since(),
        worse,
        first.reason(),
        ResourceNumbers.affected(affected(first) + affected(other)),
        null,
        null,
        first.check());
  }

  private static int affected(ResourceReport entry) {
    return Optional.ofNullable(entry.numbers())
        .flatMap(numbers -> Optional.ofNullable(numbers.affected()))
        .orElse(1);
  }
}
