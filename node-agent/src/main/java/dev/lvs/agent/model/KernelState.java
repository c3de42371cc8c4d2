package dev.lvs.agent.model;

import dev.lvs.agent.model.device.OwnDevice;
import dev.lvs.agent.model.ipvs.OrderedMap;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.net.IpAddress;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * State of a node's kernel, desired or observed, as far as the agent manages it.
 *
 * @param services every virtual server by its key, in plan order
 * @param devices devices of the agent that are up, devices for most, and ports of GUE
 * @param vips host addresses
 * @param sysctls value by path below /proc/sys, e.g. {@code net/ipv4/conf/eth0/arp_ignore}; an
 *     observed state has only those that were asked for
 * @param timeouts seconds, 1 to 2^31/HZ; a timeout that a desired state lacks is left unchanged
 * @param daemons the connection-sync daemons
 * @param routes hosts with a host route of their own, the host itself as gateway; an observed state
 *     has them only if they were asked for, and a desired one has none: which are needed follows
 *     from the change ({@link dev.lvs.agent.diff.Diff})
 * @param rules rules of the agent's nftables table; an observed state has it only if it was asked
 *     for
 */
public record KernelState(
    Map<ServiceKey, VirtualServer> services,
    SortedSet<OwnDevice> devices,
    SortedSet<Vip> vips,
    SortedMap<String, String> sysctls,
    SortedMap<Timeout, Integer> timeouts,
    SortedMap<SyncDaemon.State, SyncDaemon> daemons,
    SortedSet<IpAddress> routes,
    PacketRules rules) {
  /** Nothing at all: the state that tears everything of ours down. */
  public static final KernelState EMPTY = new KernelState(Map.of(), Set.of(), Set.of(), Map.of());

  public KernelState {
    services = OrderedMap.copyOf(services);
    devices = Collections.unmodifiableSortedSet(new TreeSet<>(devices));
    vips = Collections.unmodifiableSortedSet(new TreeSet<>(vips));
    sysctls = Collections.unmodifiableSortedMap(new TreeMap<>(sysctls));
    timeouts = Collections.unmodifiableSortedMap(new TreeMap<>(timeouts));
    daemons = Collections.unmodifiableSortedMap(new TreeMap<>(daemons));
    routes = Collections.unmodifiableSortedSet(new TreeSet<>(routes));
  }

  /** The same from collections in any order, without what a network namespace has once. */
  public KernelState(
      Map<ServiceKey, VirtualServer> services,
      Set<? extends OwnDevice> devices,
      Set<Vip> vips,
      Map<String, String> sysctls) {
    this(
        services,
        new TreeSet<OwnDevice>(devices),
        new TreeSet<>(vips),
        new TreeMap<>(sysctls),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeSet<>(),
        PacketRules.NONE);
  }

  /** The same with these timeouts and sync daemons. */
  public KernelState with(
      Map<Timeout, Integer> otherTimeouts, Map<SyncDaemon.State, SyncDaemon> otherDaemons) {
    return new KernelState(
        services,
        devices,
        vips,
        sysctls,
        new TreeMap<>(otherTimeouts),
        new TreeMap<>(otherDaemons),
        routes,
        rules);
  }

  /** The same with these virtual servers. */
  public KernelState withServices(Map<ServiceKey, VirtualServer> others) {
    return new KernelState(others, devices, vips, sysctls, timeouts, daemons, routes, rules);
  }

  /** The same with these hosts that have routes by themselves. */
  public KernelState withRoutes(Set<IpAddress> otherRoutes) {
    return new KernelState(
        services, devices, vips, sysctls, timeouts, daemons, new TreeSet<>(otherRoutes), rules);
  }

  /** The same with these VIPs. */
  public KernelState withVips(Set<Vip> otherVips) {
    return new KernelState(
        services, devices, new TreeSet<>(otherVips), sysctls, timeouts, daemons, routes, rules);
  }

  /** The same with an nftables table that does this. */
  public KernelState with(PacketRules otherRules) {
    return new KernelState(services, devices, vips, sysctls, timeouts, daemons, routes, otherRules);
  }

  /** A state that is nothing but virtual servers. */
  public static KernelState ofServices(Map<ServiceKey, VirtualServer> services) {
    return new KernelState(services, Set.of(), Set.of(), Map.of());
  }
}
