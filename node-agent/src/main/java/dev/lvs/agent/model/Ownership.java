package dev.lvs.agent.model;

import dev.lvs.agent.model.device.OwnDevice;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.net.IpAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Kernel objects of this node that the agent owns: the content of the ledger. An object that is not
 * in here is foreign and left alone.
 *
 * @param services the virtual servers that the agent added, with the destinations that it added to
 *     each
 * @param sysctls the value that each sysctl had before the agent first set it, by path
 * @param timeouts the seconds that each timeout had before the agent first set it
 * @param routes the hosts with a host route that the agent added
 * @param table whether the agent owns the nftables table of its name
 * @param written the values that the agent gave to these sysctls and timeouts
 */
public record Ownership(
    Map<ServiceKey, Set<DestinationKey>> services,
    Set<OwnDevice> devices,
    Set<Vip> vips,
    Map<String, String> sysctls,
    Map<Timeout, Integer> timeouts,
    Set<SyncDaemon> daemons,
    Set<IpAddress> routes,
    boolean table,
    Written written) {
  /** Nothing is ours: a node that was never touched. */
  public static final Ownership NONE = new Ownership(Map.of(), Set.of(), Set.of(), Map.of());

  public Ownership {
    services = Map.copyOf(services);
    devices = Set.copyOf(devices);
    vips = Set.copyOf(vips);
    sysctls = Map.copyOf(sysctls);
    timeouts = Map.copyOf(timeouts);
    daemons = Set.copyOf(daemons);
    routes = Set.copyOf(routes);
  }

  /** Returns whether nothing is. */
  public boolean isEmpty() {
    return services.isEmpty()
        && devices.isEmpty()
        && vips.isEmpty()
        && sysctls.isEmpty()
        && timeouts.isEmpty()
        && daemons.isEmpty()
        && routes.isEmpty()
        && !table;
  }

  /** The same, where no route is ours. */
  public Ownership(
      Map<ServiceKey, Set<DestinationKey>> services,
      Set<OwnDevice> devices,
      Set<Vip> vips,
      Map<String, String> sysctls,
      Map<Timeout, Integer> timeouts,
      Set<SyncDaemon> daemons,
      boolean table,
      Written written) {
    this(services, devices, vips, sysctls, timeouts, daemons, Set.of(), table, written);
  }

  /** The same, where no timeout and no sync daemon is ours. */
  public Ownership(
      Map<ServiceKey, Set<DestinationKey>> services,
      Set<OwnDevice> devices,
      Set<Vip> vips,
      Map<String, String> sysctls) {
    this(services, devices, vips, sysctls, Map.of(), Set.of(), false, Written.UNKNOWN);
  }

  /** The same with these timeouts, as they were before, and sync daemons. */
  public Ownership with(Map<Timeout, Integer> otherTimeouts, Set<SyncDaemon> otherDaemons) {
    return new Ownership(
        services, devices, vips, sysctls, otherTimeouts, otherDaemons, routes, table, written);
  }

  /** The same, where the nftables table is ours or not. */
  public Ownership withTable(boolean ours) {
    return new Ownership(
        services, devices, vips, sysctls, timeouts, daemons, routes, ours, written);
  }

  /** The same, where it is known which values are ours. */
  public Ownership with(Written values) {
    return new Ownership(
        services, devices, vips, sysctls, timeouts, daemons, routes, table, values);
  }

  /** The same, where these hosts have routes of ours. */
  public Ownership withRoutes(Set<IpAddress> ours) {
    return new Ownership(services, devices, vips, sysctls, timeouts, daemons, ours, table, written);
  }

  /** Of all of these virtual servers with their destinations, and of nothing else. */
  public static Ownership ofAll(Map<ServiceKey, VirtualServer> services) {
    Map<ServiceKey, Set<DestinationKey>> all = new HashMap<>();
    services.forEach((key, server) -> all.put(key, server.destinations().keySet()));
    return new Ownership(all, Set.of(), Set.of(), Map.of());
  }
}
