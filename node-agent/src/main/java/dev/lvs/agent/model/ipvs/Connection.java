package dev.lvs.agent.model.ipvs;

import dev.lvs.ipvs.Ports;
import dev.lvs.net.IpAddress;

/**
 * One entry of the connection table: a connection, or a persistence template.
 *
 * @param protocol the kernel's name, e.g. {@code TCP}
 * @param client where it comes from; port 0 in a template
 * @param virtual the VIP
 * @param server the real server
 * @param state the kernel's name, e.g. {@code ESTABLISHED}
 * @param expires seconds until it expires
 * @param engine the persistence engine that made it, empty for none
 * @param engineData the engine's key for it, e.g. the Call-ID of SIP
 */
public record Connection(
    String protocol,
    End client,
    End virtual,
    End server,
    String state,
    long expires,
    String engine,
    String engineData) {
  /**
   * One of the three addresses, with its port.
   *
   * @param port 0 to 65535
   */
  public record End(IpAddress address, int port) {
    public End {
      Ports.check(port);
    }

    /** As ipvsadm prints it, IPv6 in brackets. */
    @Override
    public String toString() {
      return address.toHost() + ":" + port;
    }
  }
}
