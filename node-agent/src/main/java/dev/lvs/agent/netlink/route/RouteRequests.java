package dev.lvs.agent.netlink.route;

import static dev.lvs.agent.netlink.Netlink.NLM_F_CREATE;
import static dev.lvs.agent.netlink.Netlink.NLM_F_EXCL;
import static dev.lvs.agent.netlink.Netlink.NLM_F_REPLACE;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFF_UP;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_EXT_MASK;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_IFNAME;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTA_TABLE;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTEXT_FILTER_SKIP_STATS;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTM_DELADDR;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTM_DELLINK;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTM_DELROUTE;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTM_GETADDR;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTM_GETLINK;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTM_GETROUTE;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTM_NEWADDR;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTM_NEWLINK;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTM_NEWROUTE;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTN_UNICAST;

import dev.lvs.agent.model.device.DummyDevice;
import dev.lvs.agent.model.device.TunnelDevice;
import dev.lvs.agent.netlink.AttributeWriter;
import dev.lvs.agent.netlink.Message;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;

/** The requests to routing netlink that the agent makes. */
public final class RouteRequests {
  private static final int ADD = NLM_F_CREATE | NLM_F_EXCL;

  private RouteRequests() {}

  /** Asks for every interface; a dump, to be read with {@link Link#read}. */
  public static Message getLinks() {
    return new Message(
        RTM_GETLINK,
        0,
        writer -> linkHeader(writer, 0, 0, 0).u32(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS));
  }

  /** Asks for one interface by its name; a query. */
  public static Message getLink(String name) {
    return new Message(
        RTM_GETLINK,
        0,
        writer ->
            linkHeader(writer, 0, 0, 0)
                .string(IFLA_IFNAME, name)
                .u32(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS));
  }

  /** Creates a tunnel device that is up and unwraps what anybody sends to one local address. */
  public static Message newTunnel(TunnelDevice device) {
    return new Message(
        RTM_NEWLINK,
        ADD,
        writer -> {
          linkHeader(writer, 0, IFF_UP, IFF_UP).string(IFLA_IFNAME, device.name());
          LinkInfo.writeTunnel(writer, device);
        });
  }

  /** Creates a dummy device that is up. */
  public static Message newDummy(DummyDevice device) {
    return new Message(
        RTM_NEWLINK,
        ADD,
        writer -> {
          linkHeader(writer, 0, IFF_UP, IFF_UP).string(IFLA_IFNAME, device.name());
          LinkInfo.writeDummy(writer);
        });
  }

  public static Message setUp(int interfaceIndex) {
    return new Message(
        RTM_NEWLINK, 0, writer -> linkHeader(writer, interfaceIndex, IFF_UP, IFF_UP));
  }

  public static Message setDown(int interfaceIndex) {
    return new Message(RTM_NEWLINK, 0, writer -> linkHeader(writer, interfaceIndex, 0, IFF_UP));
  }

  /** Deletes a device that was created, with all addresses on it. */
  public static Message deleteLink(int interfaceIndex) {
    return new Message(RTM_DELLINK, 0, writer -> linkHeader(writer, interfaceIndex, 0, 0));
  }

  /**
   * Asks for every address of both families; a dump, to be read with {@link InterfaceAddress#read}.
   */
  public static Message getAddresses() {
    return new Message(
        RTM_GETADDR,
        0,
        writer -> writer.fixedU8(Inet.AF_UNSPEC).fixedU8(0).fixedU16(0).fixedU32(0));
  }

  /** Adds an address; one that is there is refused with EEXIST. */
  public static Message newAddress(InterfaceAddress address) {
    return new Message(RTM_NEWADDR, ADD, address::write);
  }

  /** Changes flags and lifetimes of an address that is there. */
  public static Message setAddress(InterfaceAddress address) {
    return new Message(RTM_NEWADDR, NLM_F_REPLACE, address::write);
  }

  public static Message deleteAddress(InterfaceAddress address) {
    return new Message(RTM_DELADDR, 0, address::writeIdentity);
  }

  /** Asks which way an address would be sent; a query, to be read with {@link Route#read}. */
  public static Message getRoute(IpAddress address) {
    return new Message(RTM_GETROUTE, 0, writer -> Route.writeQuestion(writer, address));
  }

  /** Asks for every route of one table; a dump, to be read with {@link Route#read}. */
  public static Message getRoutes(AddressFamily family, long table) {
    return new Message(
        RTM_GETROUTE, 0, writer -> routeHeader(writer, family, 0).u32(RTA_TABLE, table));
  }

  /** Asks for every route of every table by which packets leave; a dump. */
  public static Message getUnicastRoutes(AddressFamily family) {
    return new Message(RTM_GETROUTE, 0, writer -> routeHeader(writer, family, RTN_UNICAST));
  }

  /** Adds a route; one that is there is refused with EEXIST. */
  public static Message newRoute(Route route) {
    return new Message(RTM_NEWROUTE, ADD, route::write);
  }

  public static Message deleteRoute(Route route) {
    return new Message(RTM_DELROUTE, 0, route::write);
  }

  /** {@code struct rtmsg} of a dump, whose type is that of the routes that are wanted. */
  private static AttributeWriter routeHeader(
      AttributeWriter writer, AddressFamily family, int type) {
    return writer
        .fixedU8(Inet.number(family))
        .fixedU8(0)
        .fixedU16(0)
        .fixedU16(0)
        .fixedU8(0)
        .fixedU8(type)
        .fixedU32(0);
  }

  /** {@code struct ifinfomsg}, with the flags to set and the mask of those to change. */
  private static AttributeWriter linkHeader(
      AttributeWriter writer, int interfaceIndex, int flags, int change) {
    return writer
        .fixedU8(Inet.AF_UNSPEC)
        .fixedU8(0)
        .fixedU16(0)
        .fixedU32(interfaceIndex)
        .fixedU32(flags)
        .fixedU32(change);
  }
}
