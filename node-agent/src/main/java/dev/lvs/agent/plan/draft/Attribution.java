package dev.lvs.agent.plan.draft;

import dev.lvs.agent.model.ipvs.DestinationId;
import dev.lvs.agent.object.Change;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Source resources of each object of a desired state, e.g. {@code VirtualService shop/web}. Objects
 * that are not desired have none. Not thread-safe.
 */
public final class Attribution {
  private final Map<ServiceKey, PlannedService> services = new HashMap<>();

  /** Lists, since there may be as many as services, and they are seldom asked for. */
  private final Map<Object, List<ResourceName>> others = new HashMap<>();

  /** Filled when it is asked for, which is where something went wrong. */
  private final Map<ServiceKey, Map<DestinationKey, ResourceName>> realServers = new HashMap<>();

  Attribution() {}

  void service(ServiceKey key, PlannedService service) {
    services.put(key, service);
  }

  /** Notes that something is for these resources; it is known by {@link Change#subject}. */
  void add(Object subject, Collection<ResourceName> sources) {
    others.computeIfAbsent(subject, _ -> new ArrayList<>()).addAll(sources);
  }

  /** The resources that a change is for; none for what nobody wants any more. */
  public List<ResourceName> of(Change change) {
    return ofSubject(change.subject());
  }

  /** The resources that something is for, known by {@link Change#subject}. */
  public List<ResourceName> ofSubject(Object subject) {
    return switch (subject) {
      case ServiceKey service when services.containsKey(service) -> of(service);
      case DestinationId(var service, var destination) when services.containsKey(service) ->
          of(service, destination);
      case DestinationId(var service, var _) -> ofSubject(service);
      default -> others.getOrDefault(subject, List.of()).stream().sorted().distinct().toList();
    };
  }

  /** The resource that a virtual server comes from. */
  public List<ResourceName> of(ServiceKey service) {
    return Optional.ofNullable(services.get(service)).map(PlannedService::source).stream().toList();
  }

  /** The resources that a destination comes from: the virtual service, then the real server. */
  public List<ResourceName> of(ServiceKey service, DestinationKey destination) {
    PlannedService planned = services.get(service);
    if (planned == null) {
      return List.of();
    }
    return Optional.ofNullable(realServers(service, planned).get(destination))
        .map(realServer -> List.of(planned.source(), realServer))
        .orElse(List.of(planned.source()));
  }

  private Map<DestinationKey, ResourceName> realServers(ServiceKey key, PlannedService service) {
    return realServers.computeIfAbsent(
        key,
        _ -> {
          Map<DestinationKey, ResourceName> sources = new HashMap<>();
          for (PlannedDestination destination : service.destinations()) {
            if (destination.source() != null) {
              sources.put(Servers.key(destination), destination.source());
            }
          }
          return sources;
        });
  }
}
