package dev.lvs.agent.model;

import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.net.IpAddress;

/** One step from the observed state to the desired one; each kind is of one part of the kernel. */
public sealed interface Change {
  /** Of the IPVS table. */
  sealed interface IpvsChange extends Change {
    /** The virtual server that is changed. */
    ServiceKey service();
  }

  /** Of a virtual server itself. */
  sealed interface ServiceChange extends IpvsChange {}

  /** Of one destination of a virtual server. */
  sealed interface DestinationChange extends IpvsChange {
    DestinationKey destination();
  }

  /** Of what unwraps on a real server. */
  sealed interface TunnelChange extends Change {
    Unwrapper end();
  }

  /** Of a route to one host by itself. */
  sealed interface RouteChange extends Change {
    /** The host, which is the gateway too. */
    IpAddress host();
  }

  /** Of our nftables table. */
  sealed interface TableChange extends Change {}

  /** Of a host address. */
  sealed interface VipChange extends Change {
    Vip vip();
  }

  /** Of a sysctl. */
  sealed interface SysctlChange extends Change {
    /** Below /proc/sys. */
    String path();

    String value();
  }

  /** Of a timeout of IPVS. */
  sealed interface TimeoutChange extends Change {
    Timeout timeout();

    /** 1 to 2^31/HZ. */
    int seconds();
  }

  /** Of a connection-sync daemon. */
  sealed interface DaemonChange extends Change {
    SyncDaemon daemon();
  }

  record AddService(ServiceKey service, ServiceSettings settings) implements ServiceChange {}

  record EditService(ServiceKey service, ServiceSettings settings) implements ServiceChange {}

  /** Deletes a virtual server and with it all its destinations. */
  record DeleteService(ServiceKey service) implements ServiceChange {}

  record AddDestination(
      ServiceKey service, DestinationKey destination, DestinationSettings settings)
      implements DestinationChange {}

  record EditDestination(
      ServiceKey service, DestinationKey destination, DestinationSettings settings)
      implements DestinationChange {}

  record DeleteDestination(ServiceKey service, DestinationKey destination)
      implements DestinationChange {}

  /** Creates a tunnel device that is up, or opens a port. */
  record AddTunnel(Unwrapper end) implements TunnelChange {}

  record DeleteTunnel(Unwrapper end) implements TunnelChange {}

  /** Adds a route of the main table to a host on a network of this node, by itself. */
  record AddRoute(IpAddress host) implements RouteChange {}

  record DeleteRoute(IpAddress host) implements RouteChange {}

  /** Puts our nftables table in the place of the one that is there, in one transaction. */
  record ReplaceTable(PacketRules rules) implements TableChange {}

  record DeleteTable() implements TableChange {}

  /** Adds a host address, and announces it where the device speaks ARP. */
  record AddVip(Vip vip) implements VipChange {}

  record DeleteVip(Vip vip) implements VipChange {}

  /**
   * Sets a sysctl to what the plan wants.
   *
   * @param previous the value that was observed, which the ledger remembers the first time
   */
  record SetSysctl(String path, String value, String previous) implements SysctlChange {}

  /** Puts a sysctl back to the value it had before we touched it. */
  record RestoreSysctl(String path, String value) implements SysctlChange {}

  /**
   * Sets a timeout to what the plan wants.
   *
   * @param previous the seconds that were observed, which the ledger remembers the first time
   */
  record SetTimeout(Timeout timeout, int seconds, int previous) implements TimeoutChange {}

  /** Puts a timeout back to what it was before we touched it. */
  record RestoreTimeout(Timeout timeout, int seconds) implements TimeoutChange {}

  record StartDaemon(SyncDaemon daemon) implements DaemonChange {}

  /** Stops a sync daemon; the connections it learnt stay. */
  record StopDaemon(SyncDaemon daemon) implements DaemonChange {}
}
