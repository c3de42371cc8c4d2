package dev.lvs.agent.diff;

import static java.util.Objects.requireNonNull;

import dev.lvs.agent.kernel.address.VipChange.AddVip;
import dev.lvs.agent.kernel.address.VipChange.DeleteVip;
import dev.lvs.agent.kernel.conntrack.FlowChange.ForgetFlows;
import dev.lvs.agent.kernel.device.DeviceChange.AddDevice;
import dev.lvs.agent.kernel.device.DeviceChange.DeleteDevice;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditService;
import dev.lvs.agent.kernel.neighbour.NeighbourChange.AnnounceVip;
import dev.lvs.agent.kernel.nft.TableChange.DeleteTable;
import dev.lvs.agent.kernel.nft.TableChange.ReplaceTable;
import dev.lvs.agent.kernel.route.RouteChange.AddRoute;
import dev.lvs.agent.kernel.route.RouteChange.DeleteRoute;
import dev.lvs.agent.kernel.syncdaemon.DaemonChange.StartDaemon;
import dev.lvs.agent.kernel.syncdaemon.DaemonChange.StopDaemon;
import dev.lvs.agent.kernel.sysctl.SysctlChange.RestoreSysctl;
import dev.lvs.agent.kernel.sysctl.SysctlChange.SetSysctl;
import dev.lvs.agent.kernel.timeout.TimeoutChange.RestoreTimeout;
import dev.lvs.agent.kernel.timeout.TimeoutChange.SetTimeout;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.model.Timeout;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.device.OwnDevice;
import dev.lvs.agent.model.device.TunnelDevice;
import dev.lvs.agent.model.ipvs.DestinationId;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.object.Change;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A kernel and a ledger as plain collections, as strict as the real ones: what is added must not be
 * there, what is edited or deleted must be.
 */
final class MemoryKernel {
  /** The sysctl of a device that comes and goes with it. */
  private static final String RP_FILTER = "net/ipv4/conf/%s/rp_filter";

  private final Map<ServiceKey, ServiceSettings> services = new HashMap<>();

  /** The oldest first. */
  private final Map<ServiceKey, Map<DestinationKey, DestinationSettings>> destinations =
      new HashMap<>();

  /** Of each destination, the last above 0 since it was added. */
  private final Map<DestinationId, Integer> lastWeights = new HashMap<>();

  private final Set<OwnDevice> devices;
  private final Set<Vip> vips;
  private final Map<String, String> sysctls;
  private PacketRules rules;

  private final Map<Timeout, Integer> timeouts;
  private final Map<SyncDaemon.State, SyncDaemon> daemons;

  private final Map<ServiceKey, Set<DestinationKey>> ownServices = new HashMap<>();
  private final Set<OwnDevice> ownDevices;
  private final Set<Vip> ownVips;
  private final Map<String, String> ownSysctls;
  private final Map<Timeout, Integer> ownTimeouts;
  private final Set<SyncDaemon> ownDaemons;
  private final Set<IpAddress> routes;
  private final Set<IpAddress> ownRoutes;
  private boolean ownTable;

  MemoryKernel(KernelState state, Ownership owned) {
    state
        .services()
        .forEach(
            (key, server) -> {
              services.put(key, server.settings());
              destinations.put(key, reversed(server.destinations()));
              server
                  .destinations()
                  .forEach(
                      (one, settings) ->
                          lastWeights.put(
                              new DestinationId(key, one),
                              settings.weight() > 0
                                  ? settings.weight()
                                  : server.resting().getOrDefault(one, 0)));
            });
    devices = new HashSet<>(state.devices());
    vips = new HashSet<>(state.vips());
    sysctls = new HashMap<>(state.sysctls());
    timeouts = new HashMap<>(state.timeouts());
    daemons = new HashMap<>(state.daemons());
    routes = new HashSet<>(state.routes());
    rules = state.rules();
    owned.services().forEach((key, keys) -> ownServices.put(key, new HashSet<>(keys)));
    ownDevices = new HashSet<>(owned.devices());
    ownVips = new HashSet<>(owned.vips());
    ownSysctls = new HashMap<>(owned.sysctls());
    ownTimeouts = new HashMap<>(owned.timeouts());
    ownDaemons = new HashSet<>(owned.daemons());
    ownRoutes = new HashSet<>(owned.routes());
    ownTable = owned.table();
  }

  KernelState state() {
    Map<ServiceKey, VirtualServer> servers = new HashMap<>();
    services.forEach((key, settings) -> servers.put(key, server(key, settings)));
    return new KernelState(servers, devices, vips, sysctls)
        .with(timeouts, daemons)
        .withRoutes(routes)
        .with(rules);
  }

  /** With the newest destination first, as the kernel dumps them, and what it does not dump. */
  private VirtualServer server(ServiceKey key, ServiceSettings settings) {
    Map<DestinationKey, Integer> resting = new HashMap<>();
    destinationsOf(key)
        .forEach(
            (one, its) -> {
              if (its.weight() == 0) {
                resting.put(
                    one, requireNonNull(lastWeights.get(new DestinationId(key, one)), "no weight"));
              }
            });
    return new VirtualServer(key, settings, reversed(destinationsOf(key)), resting);
  }

  private static <K, V> Map<K, V> reversed(Map<K, V> map) {
    List<K> keys = new ArrayList<>(map.keySet());
    Map<K, V> reversed = new LinkedHashMap<>();
    keys.reversed().forEach(key -> reversed.put(key, requireNonNull(map.get(key))));
    return reversed;
  }

  /** Returns what is ours of what is there, as the ledger gives it. */
  Ownership owned() {
    ownServices.keySet().retainAll(services.keySet());
    ownServices.forEach((key, keys) -> keys.retainAll(destinationsOf(key).keySet()));
    ownVips.retainAll(vips);
    ownSysctls.entrySet().removeIf(own -> own.getValue().equals(sysctls.get(own.getKey())));
    ownSysctls.keySet().retainAll(sysctls.keySet());
    ownTimeouts.entrySet().removeIf(own -> own.getValue().equals(timeouts.get(own.getKey())));
    ownDaemons.retainAll(daemons.values());
    Map<ServiceKey, Set<DestinationKey>> copy = new HashMap<>();
    ownServices.forEach((key, keys) -> copy.put(key, Set.copyOf(keys)));
    ownTable = ownTable && !rules.isEmpty();
    return new Ownership(copy, ownDevices, ownVips, ownSysctls)
        .with(ownTimeouts, ownDaemons)
        .withRoutes(ownRoutes)
        .withTable(ownTable);
  }

  void apply(List<Change> changes) {
    changes.forEach(this::claim);
    changes.forEach(this::apply);
  }

  /** Puts a change into the ledger, as is done before it is made. */
  void claim(Change change) {
    switch (change) {
      case AddService(var key, var _) -> ownServices.putIfAbsent(key, new HashSet<>());
      case EditService(var key, var _) -> ownServices.putIfAbsent(key, new HashSet<>());
      case AddDestination(var service, var key, var _) -> own(service).add(key);
      case EditDestination(var service, var key, var _) -> own(service).add(key);
      case AddDevice(var end) -> ownDevices.add(end);
      case AddVip(var vip) -> ownVips.add(vip);
      case AddRoute(var host) -> ownRoutes.add(host);
      case ReplaceTable _ -> ownTable = true;
      case SetSysctl(var path, var _, var previous) -> ownSysctls.putIfAbsent(path, previous);
      case SetTimeout(var timeout, var _, var previous) ->
          ownTimeouts.putIfAbsent(timeout, previous);
      case StartDaemon(var daemon) -> ownDaemons.add(daemon);
      case DeleteService _,
          DeleteDestination _,
          DeleteDevice _,
          DeleteTable _,
          DeleteRoute _,
          DeleteVip _,
          RestoreSysctl _,
          RestoreTimeout _,
          StopDaemon _,
          ForgetFlows _,
          AnnounceVip _ -> {}
      default -> throw new IllegalStateException("not of this kernel: " + change);
    }
  }

  private void apply(Change change) {
    switch (change) {
      case AddService(var key, var settings) -> {
        must(services.putIfAbsent(key, settings) == null, change);
        destinations.put(key, new LinkedHashMap<>());
      }
      case EditService(var key, var settings) ->
          must(services.replace(key, settings) != null, change);
      case DeleteService(var key) -> {
        must(services.remove(key) != null, change);
        destinations.remove(key);
        ownServices.remove(key);
      }
      case AddDestination(var service, var key, var settings) -> {
        must(destinationsOf(service).putIfAbsent(key, settings) == null, change);
        lastWeights.put(new DestinationId(service, key), settings.weight());
        own(service).add(key);
      }
      case EditDestination(var service, var key, var settings) -> {
        must(destinationsOf(service).replace(key, settings) != null, change);
        if (settings.weight() > 0) {
          lastWeights.put(new DestinationId(service, key), settings.weight());
        }
      }
      case DeleteDestination(var service, var key) -> {
        must(destinationsOf(service).remove(key) != null, change);
        own(service).remove(key);
      }
      case AddDevice(var end) -> {
        must(devices.stream().noneMatch(one -> one.title().equals(end.title())), change);
        devices.add(end);
        if (end instanceof TunnelDevice device) {
          sysctls.put(RP_FILTER.formatted(device.name()), "0");
        }
      }
      case DeleteDevice(var end) -> {
        must(devices.remove(end), change);
        if (end instanceof TunnelDevice device) {
          vips.removeIf(vip -> vip.device().equals(device.name()));
          sysctls.remove(RP_FILTER.formatted(device.name()));
        }
        ownDevices.remove(end);
      }
      case ReplaceTable(var written) -> {
        must(!written.isEmpty(), change);
        rules = written;
      }
      case DeleteTable() -> {
        must(!rules.isEmpty(), change);
        rules = PacketRules.NONE;
        ownTable = false;
      }
      case AddRoute(var host) -> must(routes.add(host), change);
      case DeleteRoute(var host) -> {
        must(routes.remove(host), change);
        ownRoutes.remove(host);
      }
      case AddVip(var vip) -> must(vips.add(vip), change);
      case DeleteVip(var vip) -> {
        must(vips.remove(vip), change);
        ownVips.remove(vip);
      }
      case SetSysctl(var path, var value, var _) ->
          must(sysctls.replace(path, value) != null, change);
      case RestoreSysctl(var path, var value) -> {
        must(sysctls.replace(path, value) != null, change);
        ownSysctls.remove(path);
      }
      case SetTimeout(var timeout, var seconds, var _) ->
          must(timeouts.replace(timeout, seconds) != null, change);
      case RestoreTimeout(var timeout, var seconds) -> {
        must(timeouts.replace(timeout, seconds) != null, change);
        ownTimeouts.remove(timeout);
      }
      case StartDaemon(var daemon) ->
          must(daemons.putIfAbsent(daemon.state(), daemon) == null, change);
      case StopDaemon(var daemon) -> must(daemons.remove(daemon.state(), daemon), change);
      case ForgetFlows _, AnnounceVip _ -> {}
      default -> throw new IllegalStateException("not of this kernel: " + change);
    }
  }

  private Map<DestinationKey, DestinationSettings> destinationsOf(ServiceKey service) {
    return requireNonNull(destinations.get(service), () -> "no service " + service);
  }

  private Set<DestinationKey> own(ServiceKey service) {
    return requireNonNull(ownServices.get(service), () -> "not ours: " + service);
  }

  private static void must(boolean possible, Change change) {
    if (!possible) {
      throw new IllegalStateException("the kernel refuses " + change);
    }
  }
}
