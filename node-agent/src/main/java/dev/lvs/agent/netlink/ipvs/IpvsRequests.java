package dev.lvs.agent.netlink.ipvs;

import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_DEL_DAEMON;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_DEL_DEST;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_DEL_SERVICE;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_GET_CONFIG;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_GET_DAEMON;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_GET_DEST;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_GET_INFO;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_GET_SERVICE;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_NEW_DAEMON;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_NEW_DEST;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_NEW_SERVICE;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_SET_CONFIG;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_SET_DEST;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_SET_SERVICE;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_ZERO;

import dev.lvs.agent.model.Change.AddDestination;
import dev.lvs.agent.model.Change.AddService;
import dev.lvs.agent.model.Change.DeleteDestination;
import dev.lvs.agent.model.Change.DeleteService;
import dev.lvs.agent.model.Change.EditDestination;
import dev.lvs.agent.model.Change.EditService;
import dev.lvs.agent.model.Change.IpvsChange;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.netlink.AttributeWriter;
import dev.lvs.agent.netlink.Commands;
import dev.lvs.agent.netlink.GenericFamily;
import dev.lvs.agent.netlink.Message;
import dev.lvs.ipvs.ServiceKey;
import java.util.List;

/**
 * The requests that IPVS understands.
 *
 * <p>There is none for FLUSH: a flushed table that is filled again costs up to twenty times a first
 * load, and connections.
 *
 * @param family IPVS as this kernel numbers it
 */
public record IpvsRequests(GenericFamily.Present family) {
  /** The command that makes a change. */
  public Message of(IpvsChange change) {
    return new Message(family.id(), 0, writer -> write(writer, change));
  }

  /** The commands that make changes; not an object is made for one of them. */
  public Commands of(List<IpvsChange> changes) {
    int[] current = new int[1];
    Message message = new Message(family.id(), 0, writer -> write(writer, changes.get(current[0])));
    return new Commands(
        changes.size(),
        place -> {
          current[0] = place;
          return message;
        });
  }

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

  private static void write(AttributeWriter writer, IpvsChange change) {
    switch (change) {
      case AddService(var key, var settings) ->
          ServiceEntry.write(GenericFamily.header(writer, IPVS_CMD_NEW_SERVICE), key, settings);
      case EditService(var key, var settings) ->
          ServiceEntry.write(GenericFamily.header(writer, IPVS_CMD_SET_SERVICE), key, settings);
      // with all its destinations
      case DeleteService(var key) ->
          ServiceEntry.write(GenericFamily.header(writer, IPVS_CMD_DEL_SERVICE), key);
      case AddDestination(var service, var key, var settings) -> {
        ServiceEntry.write(GenericFamily.header(writer, IPVS_CMD_NEW_DEST), service);
        DestinationEntry.write(writer, key, settings);
      }
      case EditDestination(var service, var key, var settings) -> {
        ServiceEntry.write(GenericFamily.header(writer, IPVS_CMD_SET_DEST), service);
        DestinationEntry.write(writer, key, settings);
      }
      case DeleteDestination(var service, var key) -> {
        ServiceEntry.write(GenericFamily.header(writer, IPVS_CMD_DEL_DEST), service);
        DestinationEntry.write(writer, key);
      }
    }
  }
}
