package dev.lvs.agent.kernel.route;

import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.object.Claim;
import dev.lvs.agent.object.ObjectKind;
import dev.lvs.agent.object.OwningChange;
import dev.lvs.net.IpAddress;
import java.util.Set;

/** A change of a host route whose gateway is the host itself. */
public sealed interface RouteChange extends OwningChange {
  /** The host, which is the gateway too. */
  IpAddress host();

  /**
   * Adds a route of the main table to a host on a network of this node, with the host itself as
   * gateway.
   */
  record AddRoute(IpAddress host) implements RouteChange {}

  record DeleteRoute(IpAddress host) implements RouteChange {}

  @Override
  default ObjectKind<?> kind() {
    return HostRoutes.KIND;
  }

  @Override
  default Claim claim() {
    return new Claim.Route(host());
  }

  @Override
  default boolean isEnd() {
    return this instanceof DeleteRoute;
  }

  @Override
  default Object subject() {
    return host();
  }

  @Override
  default String title() {
    return switch (this) {
      case AddRoute(var host) -> "add the route to " + host + " by itself";
      case DeleteRoute(var host) -> "delete the route to " + host + " by itself";
    };
  }

  @Override
  default String adminLine() {
    return switch (this) {
      case AddRoute(var host) -> "ip route add " + host + " via " + host;
      case DeleteRoute(var host) -> "ip route del " + host + " via " + host;
    };
  }

  @Override
  default String suspects() {
    return "NetworkManager, systemd-networkd, a routing daemon";
  }

  @Override
  default Set<Errno> done() {
    return switch (this) {
      // the others: the address is the node's own, or on no network of it, and needs none
      case AddRoute _ -> Set.of(Errno.EEXIST, Errno.EINVAL, Errno.ENETUNREACH, Errno.EHOSTUNREACH);
      case DeleteRoute _ -> Set.of(Errno.ESRCH);
    };
  }
}
