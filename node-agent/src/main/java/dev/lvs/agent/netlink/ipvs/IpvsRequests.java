package dev.lvs.agent.netlink.ipvs;

import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_DEL_DAEMON;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_GET_CONFIG;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_GET_DAEMON;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_GET_DEST;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_GET_INFO;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_GET_SERVICE;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_NEW_DAEMON;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_SET_CONFIG;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_ZERO;

import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.netlink.GenericFamily;
import dev.lvs.agent.netlink.Message;
import dev.lvs.ipvs.ServiceKey;

/**
 * The requests that IPVS understands.
 *
 * <p>There is none for FLUSH: a flushed table that is filled again costs up to twenty times a first
 * load, and connections.
 *
 * @param family IPVS as this kernel numbers it
 */
public record IpvsRequests(GenericFamily.Present family) {
  /** Asks for one virtual server; a query. */
  public Message getService(ServiceKey key) {
    return family.message(IPVS_CMD_GET_SERVICE, writer -> ServiceEntry.write(writer, key));
  }

  /** Asks for every virtual server; a dump, to be read with {@link ServiceEntry}. */
  public Message getServices() {
    return family.message(IPVS_CMD_GET_SERVICE, _ -> {});
  }

  /**
   * Asks for every destination of a virtual server; a dump, newest first, to be read with {@link
   * DestinationEntry}. For a virtual server that does not exist it is empty all the same.
   */
  public Message getDestinations(ServiceKey service) {
    return family.message(IPVS_CMD_GET_DEST, writer -> ServiceEntry.write(writer, service));
  }

  public Message setConfig(Timeouts timeouts) {
    return family.message(IPVS_CMD_SET_CONFIG, timeouts::write);
  }

  /** Sets no timeout, since 0 keeps each as it is: a command that changes nothing. */
  public Message keepConfig() {
    return setConfig(new Timeouts(0, 0, 0));
  }

  /** Asks for the timeouts; a query, to be read with {@link Timeouts#read}. */
  public Message getConfig() {
    return family.message(IPVS_CMD_GET_CONFIG, _ -> {});
  }

  /** Asks for version and table size; a query, to be read with {@link IpvsVersion#read}. */
  public Message getInfo() {
    return family.message(IPVS_CMD_GET_INFO, _ -> {});
  }

  public Message newDaemon(SyncDaemon daemon) {
    return family.message(IPVS_CMD_NEW_DAEMON, writer -> SyncDaemonEntry.write(writer, daemon));
  }

  public Message deleteDaemon(SyncDaemon.State state) {
    return family.message(IPVS_CMD_DEL_DAEMON, writer -> SyncDaemonEntry.write(writer, state));
  }

  /** Asks for the sync daemons; a dump, to be read with {@link SyncDaemonEntry#read}. */
  public Message getDaemons() {
    return family.message(IPVS_CMD_GET_DAEMON, _ -> {});
  }

  /** Sets the counters of one virtual server and its destinations to zero. */
  public Message zero(ServiceKey key) {
    return family.message(IPVS_CMD_ZERO, writer -> ServiceEntry.write(writer, key));
  }

  /** Sets every counter to zero. */
  public Message zeroAll() {
    return family.message(IPVS_CMD_ZERO, _ -> {});
  }
}
