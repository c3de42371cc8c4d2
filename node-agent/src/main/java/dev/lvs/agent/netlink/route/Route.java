package dev.lvs.agent.netlink.route;

import static dev.lvs.agent.netlink.route.Rtnetlink.RTA_DST;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTA_GATEWAY;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTA_MULTIPATH;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTA_OIF;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTA_PRIORITY;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTA_TABLE;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTA_VIA;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTN_LOCAL;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTN_UNICAST;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTPROT_RA;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTPROT_STATIC;
import static dev.lvs.agent.netlink.route.Rtnetlink.RT_SCOPE_HOST;
import static dev.lvs.agent.netlink.route.Rtnetlink.RT_SCOPE_LINK;
import static dev.lvs.agent.netlink.route.Rtnetlink.RT_SCOPE_UNIVERSE;
import static dev.lvs.agent.netlink.route.Rtnetlink.RT_TABLE_LOCAL;
import static dev.lvs.agent.netlink.route.Rtnetlink.RT_TABLE_MAIN;

import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.AttributeWriter;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * A route, or the result of a route lookup for an address ({@code fib_dump_info},
 * net/ipv4/fib_semantics.c).
 *
 * @param destination the network's address, 0.0.0.0 or :: for the default route
 * @param prefixLength 0 to 32 or 128
 * @param table RT_TABLE_*
 * @param type RTN_*: RTN_LOCAL where packets are delivered to this node
 * @param interfaceIndex outgoing interface, the first one of several; 0 where there is none
 *     (blackhole)
 * @param gateways the next hops; none where the destination is on the link
 * @param protocol which program made it: RTPROT_*
 * @param metric among equal routes the smaller wins
 */
public record Route(
    IpAddress destination,
    int prefixLength,
    long table,
    int type,
    int interfaceIndex,
    List<IpAddress> gateways,
    int protocol,
    long metric) {

  /**
   * A route by which a whole network is delivered on this node, as marks over ranges of VIPs need
   * it.
   */
  public static Route local(IpAddress network, int prefixLength, int interfaceIndex) {
    return new Route(
        network,
        prefixLength,
        RT_TABLE_LOCAL,
        RTN_LOCAL,
        interfaceIndex,
        List.of(),
        RTPROT_STATIC,
        0);
  }

  /** A route to a host by itself, on whatever interface it is. */
  public static Route toItself(IpAddress host) {
    return new Route(
        host, host.family().bits(), RT_TABLE_MAIN, RTN_UNICAST, 0, List.of(host), RTPROT_STATIC, 0);
  }

  /** Returns whether it is one of the main table to a host by itself. */
  public boolean isToItself() {
    return table == RT_TABLE_MAIN && isUnicast() && gateways.equals(List.of(destination));
  }

  /** Returns whether it is the one of the main table for all that no other route is for. */
  public boolean isDefault() {
    return prefixLength == 0 && isUnicast() && table == RT_TABLE_MAIN;
  }

  /** Returns whether packets leave by it. */
  public boolean isUnicast() {
    return type == RTN_UNICAST;
  }

  /** Returns whether a router's advertisement made it. */
  public boolean isAdvertised() {
    return protocol == RTPROT_RA;
  }

  void write(AttributeWriter writer) {
    writer
        .fixedU8(Inet.number(destination.family()))
        .fixedU8(prefixLength)
        .fixedU8(0)
        .fixedU8(0)
        // one byte of it; RTA_TABLE has all
        .fixedU8((int) table & 0xff)
        .fixedU8(protocol)
        .fixedU8(scope())
        .fixedU8(type)
        .fixedU32(0)
        .bytes(RTA_DST, destination.toBytes())
        .u32(RTA_TABLE, table)
        .u32(RTA_OIF, interfaceIndex);
    gateways.forEach(gateway -> writer.bytes(RTA_GATEWAY, gateway.toBytes()));
    if (metric != 0) {
      writer.u32(RTA_PRIORITY, metric);
    }
  }

  /**
   * Returns how far away the kernel believes the next hop: it refuses a gateway that is not further
   * than the link.
   */
  private int scope() {
    if (type == RTN_LOCAL) {
      return RT_SCOPE_HOST;
    }
    return gateways.isEmpty() ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE;
  }

  /** Writes the question which way an address would be sent. */
  static void writeQuestion(AttributeWriter writer, IpAddress address) {
    writer
        .fixedU8(Inet.number(address.family()))
        .fixedU8(address.family().bits())
        .fixedU16(0)
        .fixedU32(0)
        .fixedU32(0)
        .bytes(RTA_DST, address.toBytes());
  }

  /** Reads one message of an answer; empty for other families than IP. */
  public static Optional<Route> read(AttributeReader reply) {
    return Inet.family(reply.fixedU8()).map(family -> readIp(reply, family));
  }

  private static Route readIp(AttributeReader reply, AddressFamily family) {
    int prefixLength = reply.fixedU8();
    reply.fixedU16();
    long table = reply.fixedU8();
    int protocol = reply.fixedU8();
    reply.fixedU8();
    int type = reply.fixedU8();
    reply.fixedU32();
    IpAddress destination = Inet.any(family);
    int interfaceIndex = 0;
    List<IpAddress> gateways = List.of();
    long metric = 0;
    while (reply.next()) {
      switch (reply.type()) {
        case RTA_DST -> destination = Inet.address(reply);
        case RTA_OIF -> interfaceIndex = reply.s32();
        case RTA_GATEWAY -> gateways = List.of(Inet.address(reply));
        case RTA_VIA -> gateways = NextHop.via(reply).stream().toList();
        case RTA_PRIORITY -> metric = reply.u32();
        case RTA_MULTIPATH -> {
          List<NextHop> ways = NextHop.readAll(reply);
          interfaceIndex = ways.stream().mapToInt(NextHop::interfaceIndex).findFirst().orElse(0);
          gateways = ways.stream().flatMap(way -> way.gateway().stream()).toList();
        }
        case RTA_TABLE -> table = reply.u32();
        default -> {}
      }
    }
    return new Route(
        destination, prefixLength, table, type, interfaceIndex, gateways, protocol, metric);
  }
}
