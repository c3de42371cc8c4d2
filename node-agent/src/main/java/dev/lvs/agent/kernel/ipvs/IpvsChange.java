package dev.lvs.agent.kernel.ipvs;

import dev.lvs.agent.model.ipvs.DestinationId;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.object.Claim;
import dev.lvs.agent.object.GroupedChange;
import dev.lvs.agent.object.ObjectKind;
import dev.lvs.agent.object.OwningChange;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import java.util.Set;

/** A change of the IPVS table. */
public sealed interface IpvsChange extends OwningChange, GroupedChange {
  /** The virtual server that is changed. */
  ServiceKey service();

  /** A change of a virtual server itself. */
  sealed interface ServiceChange extends IpvsChange {
    @Override
    default Object subject() {
      return service();
    }
  }

  /** A change of one destination of a virtual server. */
  sealed interface DestinationChange extends IpvsChange {
    DestinationKey destination();

    @Override
    default Object subject() {
      return new DestinationId(service(), destination());
    }
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

  @Override
  default ObjectKind<?> kind() {
    return VirtualServers.KIND;
  }

  @Override
  default Claim claim() {
    return switch (this) {
      case ServiceChange server -> new Claim.Service(server.service());
      case DestinationChange one -> new Claim.Destination(one.service(), one.destination());
    };
  }

  @Override
  default boolean isEnd() {
    return this instanceof DeleteService || this instanceof DeleteDestination;
  }

  @Override
  default Object group() {
    return service();
  }

  @Override
  default boolean opensGroup() {
    return this instanceof AddService;
  }

  @Override
  default String title() {
    return switch (this) {
      case AddService(var service, var _) -> "add virtual server " + service;
      case EditService(var service, var _) -> "edit virtual server " + service;
      case DeleteService(var service) -> "delete virtual server " + service;
      case AddDestination(var service, var destination, var _) ->
          "add destination " + destination + " to " + service;
      case EditDestination(var service, var destination, var _) ->
          "edit destination " + destination + " of " + service;
      case DeleteDestination(var service, var destination) ->
          "delete destination " + destination + " of " + service;
    };
  }

  @Override
  default String adminLine() {
    String key = ServiceText.key(service());
    return switch (this) {
      case AddService(var service, var settings) ->
          "ipvsadm -A " + key + ServiceText.settings(service, settings);
      case EditService(var service, var settings) ->
          "ipvsadm -E " + key + ServiceText.settings(service, settings);
      case DeleteService _ -> "ipvsadm -D " + key;
      case AddDestination(var _, var destination, var settings) ->
          "ipvsadm -a " + key + " -r " + destination + DestinationText.settings(settings);
      case EditDestination(var _, var destination, var settings) ->
          "ipvsadm -e " + key + " -r " + destination + DestinationText.settings(settings);
      case DeleteDestination(var _, var destination) -> "ipvsadm -d " + key + " -r " + destination;
    };
  }

  @Override
  default String suspects() {
    return IpvsErrnos.SUSPECTS;
  }

  @Override
  default Set<Errno> done() {
    return switch (this) {
      case AddService _, AddDestination _ -> Set.of(Errno.EEXIST);
      case DeleteService _ -> Set.of(Errno.ESRCH);
      // ESRCH: its virtual server is gone
      case DeleteDestination _ -> Set.of(Errno.ENOENT, Errno.ESRCH);
      case EditService _, EditDestination _ -> Set.of();
    };
  }

  @Override
  default String reason(String errno) {
    return IpvsErrnos.reason(this, errno, () -> true);
  }
}
