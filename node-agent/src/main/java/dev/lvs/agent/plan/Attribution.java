package dev.lvs.agent.plan;

import dev.lvs.agent.model.Change;
import dev.lvs.agent.model.Change.DaemonChange;
import dev.lvs.agent.model.Change.DestinationChange;
import dev.lvs.agent.model.Change.RouteChange;
import dev.lvs.agent.model.Change.ServiceChange;
import dev.lvs.agent.model.Change.SysctlChange;
import dev.lvs.agent.model.Change.TableChange;
import dev.lvs.agent.model.Change.TimeoutChange;
import dev.lvs.agent.model.Change.TunnelChange;
import dev.lvs.agent.model.Change.VipChange;
import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.model.Timeout;
import dev.lvs.agent.model.Unwrapper;
import dev.lvs.agent.model.Vip;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The resources that each thing of a desired state comes from, e.g. {@code VirtualService
 * shop/web}. Nothing is known of what is not desired. Not thread-safe.
 */
public final class Attribution {
  private final Map<ServiceKey, PlannedService> services = new HashMap<>();

  /** Lists, since there may be as many as services, and they are seldom asked for. */
  private final Map<Object, List<String>> others = new HashMap<>();

  /** Filled when it is asked for, which is where something went wrong. */
  private final Map<ServiceKey, Map<DestinationKey, String>> realServers = new HashMap<>();

  Attribution() {}

  void service(ServiceKey key, PlannedService service) {
    services.put(key, service);
  }

  void vip(Vip vip, Collection<String> sources) {
    note(vip, sources);
  }

  void tunnel(Unwrapper end, Collection<String> sources) {
    note(end, sources);
  }

  void table(String source) {
    note(PacketRules.TABLE, List.of(source));
  }

  void sysctl(String path, Collection<String> sources) {
    note(path, sources);
  }

  void timeout(Timeout timeout, Collection<String> sources) {
    note(timeout, sources);
  }

  void daemon(SyncDaemon.State state, Collection<String> sources) {
    note(state, sources);
  }

  /** The resources that a change is for; none for what nobody wants any more. */
  public List<String> of(Change change) {
    return switch (change) {
      case ServiceChange server -> of(server.service());
      case DestinationChange one -> of(one.service(), one.destination());
      case TableChange _ -> noted(PacketRules.TABLE);
      case VipChange address -> noted(address.vip());
      case RouteChange _ -> List.of();
      case TunnelChange tunnel -> noted(tunnel.end());
      case SysctlChange sysctl -> noted(sysctl.path());
      case TimeoutChange one -> noted(one.timeout());
      case DaemonChange running -> noted(running.daemon().state());
    };
  }

  /** The resource that a virtual server comes from. */
  public List<String> of(ServiceKey service) {
    return Optional.ofNullable(services.get(service)).map(PlannedService::source).stream().toList();
  }

  /** The resources that a destination comes from: the virtual service, then the real server. */
  public List<String> of(ServiceKey service, DestinationKey destination) {
    PlannedService planned = services.get(service);
    if (planned == null) {
      return List.of();
    }
    return Optional.ofNullable(realServers(service, planned).get(destination))
        .map(realServer -> List.of(planned.source(), realServer))
        .orElse(List.of(planned.source()));
  }

  private Map<DestinationKey, String> realServers(ServiceKey key, PlannedService service) {
    return realServers.computeIfAbsent(
        key,
        _ -> {
          Map<DestinationKey, String> sources = new HashMap<>();
          for (PlannedDestination destination : service.destinations()) {
            if (destination.source() != null) {
              sources.put(Servers.key(destination), destination.source());
            }
          }
          return sources;
        });
  }

  private void note(Object thing, Collection<String> sources) {
    others.computeIfAbsent(thing, _ -> new ArrayList<>()).addAll(sources);
  }

  private List<String> noted(Object thing) {
    return others.getOrDefault(thing, List.of()).stream().sorted().distinct().toList();
  }
}
