package dev.lvs.agent.netlink.route;

import static dev.lvs.agent.netlink.route.Rtnetlink.RTA_GATEWAY;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTA_VIA;

import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.MalformedReplyException;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One next hop of a route ({@code struct rtnexthop} and the attributes behind it).
 *
 * @param gateway empty where the destination is on the link
 */
record NextHop(int interfaceIndex, Optional<IpAddress> gateway) {
  /** {@code sizeof(struct rtnexthop)}. */
  private static final int HEADER = 8;

  private static final int ALIGNMENT = 4;

  /** Reads the attribute RTA_MULTIPATH that the reader stands on. */
  static List<NextHop> readAll(AttributeReader reader) {
    byte[] all = reader.bytes();
    List<NextHop> ways = new ArrayList<>();
    int at = 0;
    while (at < all.length) {
      int length = new AttributeReader(all, at, all.length).fixedU16();
      if (length < HEADER || length > all.length - at) {
        throw new MalformedReplyException("a next hop says it is " + length + " bytes long");
      }
      ways.add(read(new AttributeReader(all, at, at + length)));
      at += (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
    return ways;
  }

  private static NextHop read(AttributeReader reader) {
    reader.fixedU32();
    int interfaceIndex = reader.fixedS32();
    Optional<IpAddress> gateway = Optional.empty();
    while (reader.next()) {
      switch (reader.type()) {
        case RTA_GATEWAY -> gateway = Optional.of(Inet.address(reader));
        case RTA_VIA -> gateway = via(reader);
        default -> {}
      }
    }
    return new NextHop(interfaceIndex, gateway);
  }

  /** Reads the attribute RTA_VIA that the reader stands on: a family, and an address of it. */
  static Optional<IpAddress> via(AttributeReader reader) {
    byte[] all = reader.bytes();
    return Inet.family(new AttributeReader(all, 0, all.length).fixedU16())
        .filter(family -> all.length == Short.BYTES + family.bytes())
        .map(_ -> IpAddress.of(Arrays.copyOfRange(all, Short.BYTES, all.length)));
  }
}
