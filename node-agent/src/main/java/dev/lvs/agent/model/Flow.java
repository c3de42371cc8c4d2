package dev.lvs.agent.model;

import dev.lvs.ipvs.Ports;
import dev.lvs.ipvs.Protocol;
import dev.lvs.net.IpAddress;

/**
 * A connection as conntrack knows it: what the client sends, and what is expected in answer.
 *
 * @param id the kernel's id for it, as it came, which a later entry of the same tuple would not
 *     have
 * @param zone 0 where no zones are used
 * @param over whether it is a connection of TCP that both ends have closed, or that was reset, and
 *     that is remembered for late packets only
 */
public record Flow(
    Protocol protocol, Direction original, Direction reply, long id, int zone, boolean over) {

  /** Source and destination of the packets of one direction; port 0 for none. */
  public record Direction(
      IpAddress source, int sourcePort, IpAddress destination, int destinationPort) {
    public Direction {
      Ports.check(sourcePort);
      Ports.check(destinationPort);
    }
  }

  /** Returns whether the real server sees another address than the client's. */
  public boolean isRewritten() {
    return !reply.destination.equals(original.source);
  }
}
