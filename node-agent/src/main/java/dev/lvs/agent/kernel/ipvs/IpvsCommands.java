package dev.lvs.agent.kernel.ipvs;

import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_DEL_DEST;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_DEL_SERVICE;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_NEW_DEST;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_NEW_SERVICE;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_SET_DEST;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_SET_SERVICE;

import dev.lvs.agent.kernel.ipvs.IpvsChange.AddDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditService;
import dev.lvs.agent.netlink.AttributeWriter;
import dev.lvs.agent.netlink.Commands;
import dev.lvs.agent.netlink.GenericFamily;
import dev.lvs.agent.netlink.Message;
import dev.lvs.agent.netlink.ipvs.DestinationEntry;
import dev.lvs.agent.netlink.ipvs.ServiceEntry;
import java.util.List;

/**
 * The commands that make changes of the IPVS table.
 *
 * @param family IPVS as this kernel numbers it
 */
public record IpvsCommands(GenericFamily.Present family) {
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
