package dev.lvs.agent.model;

import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.IpAddress;

/** The way of a probe to a real server where it is to be that of clients' packets. */
public sealed interface ProbeWay {

  /**
   * Way by a virtual server of the agent's own whose only destination is the real server: the
   * packets of the probe go from this node to the VIP, and have its mark.
   *
   * @param service of one real server, for every VIP by which it is probed
   * @param server where it leads
   * @param port of the VIP, 1 to 65535
   * @param source an address of this node that is no VIP
   * @param answersFromVip whether answers come from the VIP, as those of DR and TUN do, and not
   *     from the real server
   */
  record Forwarded(
      MarkKey service,
      IpAddress server,
      IpAddress vip,
      int port,
      IpAddress source,
      boolean answersFromVip)
      implements ProbeWay {}

  /**
   * Lack of a way.
   *
   * @param reason in words, e.g. {@code this node has no IPv6 address to probe from}
   */
  record None(String reason) implements ProbeWay {}
}
