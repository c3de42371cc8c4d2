package dev.lvs.agent.model;

/** One step from the observed state to the desired one. */
public sealed interface Change {
  /** A change of the IPVS table. */
  sealed interface IpvsChange extends Change {
    /** The virtual server that is changed. */
    ServiceKey service();
  }

  record AddService(ServiceKey service, ServiceSettings settings) implements IpvsChange {}

  record EditService(ServiceKey service, ServiceSettings settings) implements IpvsChange {}

  /** Deletes a virtual server and with it all its destinations. */
  record DeleteService(ServiceKey service) implements IpvsChange {}

  record AddDestination(
      ServiceKey service, DestinationKey destination, DestinationSettings settings)
      implements IpvsChange {}

  record EditDestination(
      ServiceKey service, DestinationKey destination, DestinationSettings settings)
      implements IpvsChange {}

  record DeleteDestination(ServiceKey service, DestinationKey destination) implements IpvsChange {}

  /** Creates a tunnel device that is up, or opens a port. */
  record AddTunnel(Unwrapper end) implements Change {}

  record DeleteTunnel(Unwrapper end) implements Change {}

  /** Puts our nftables table in the place of the one that is there, in one transaction. */
  record ReplaceTable(PacketRules rules) implements Change {}

  record DeleteTable() implements Change {}

  /** Adds a host address, and announces it where the device speaks ARP. */
  record AddVip(Vip vip) implements Change {}

  record DeleteVip(Vip vip) implements Change {}

  /**
   * Sets a sysctl to what the plan wants.
   *
   * @param previous the value that was observed, which the ledger remembers the first time
   */
  record SetSysctl(String path, String value, String previous) implements Change {}

  /** Puts a sysctl back to the value it had before we touched it. */
  record RestoreSysctl(String path, String value) implements Change {}

  /**
   * Sets a timeout to what the plan wants.
   *
   * @param seconds 1 to 2^31/HZ
   * @param previous the seconds that were observed, which the ledger remembers the first time
   */
  record SetTimeout(Timeout timeout, int seconds, int previous) implements Change {}

  /** Puts a timeout back to what it was before we touched it. */
  record RestoreTimeout(Timeout timeout, int seconds) implements Change {}

  record StartDaemon(SyncDaemon daemon) implements Change {}

  /** Stops a sync daemon; the connections it learnt stay. */
  record StopDaemon(SyncDaemon daemon) implements Change {}
}
