package dev.lvs.agent.kernel.conntrack;

import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.ObjectKind;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.VipPorts;
import java.util.Locale;

/** A change of the connections that conntrack knows. */
public sealed interface FlowChange extends Change {
  /**
   * Deletes the conntrack entries of the flows from ports of a VIP to a real server that was
   * removed.
   *
   * @param service that the real server was removed from
   * @param server with port 0 where clients reach every port of it
   */
  record ForgetFlows(ServiceKey service, VipPorts ports, DestinationKey server)
      implements FlowChange {}

  @Override
  default ObjectKind<?> kind() {
    return ConntrackFlows.KIND;
  }

  @Override
  default Object subject() {
    return this;
  }

  @Override
  default String title() {
    return switch (this) {
      case ForgetFlows(var service, var ports, var server) ->
          "delete the connections of conntrack from " + ports + " to " + server + " of " + service;
    };
  }

  @Override
  default String adminLine() {
    return switch (this) {
      case ForgetFlows(var _, var ports, var server) -> adminLine(ports, server);
    };
  }

  @Override
  default String suspects() {
    return "whatever deletes connections of conntrack, e.g. a firewall manager";
  }

  @Override
  default String reason(String errno) {
    return "clients that go on sending from one port are not served until their connections end by"
        + " themselves; delete them by hand (conntrack -D)";
  }

  private static String adminLine(VipPorts ports, DestinationKey server) {
    String line =
        "conntrack -D -p "
            + ports.protocol().toString().toLowerCase(Locale.ROOT)
            + " --orig-dst "
            + ports.vip();
    String source =
        " --reply-src "
            + server.address()
            + (server.port() == 0 ? "" : " --reply-port-src " + server.port());
    if (ports.first() == ports.last()) {
      return line + " --orig-port-dst " + ports.first() + source;
    }
    // conntrack takes one port, or every
    return ports.first() == 0 && ports.last() == 0xffff
        ? line + source
        : "for port in $(seq %d %d); do %s --orig-port-dst $port%s; done"
            .formatted(ports.first(), ports.last(), line, source);
  }
}
