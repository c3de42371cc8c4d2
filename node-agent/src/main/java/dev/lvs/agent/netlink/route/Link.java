package dev.lvs.agent.netlink.route;

import static dev.lvs.agent.netlink.route.Rtnetlink.ARPHRD_ETHER;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFF_LOOPBACK;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFF_NOARP;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFF_RUNNING;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFF_UP;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_ADDRESS;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_CARRIER_CHANGES;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_IFNAME;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_LINKINFO;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_MTU;

import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.net.IpAddress;
import java.util.Optional;

/**
 * A network interface as the kernel describes it ({@code rtnl_fill_ifinfo}, net/core/rtnetlink.c).
 *
 * @param index its number in the namespace, 1 or more
 * @param name 1 to 15 bytes
 * @param hardwareType ARPHRD_* number
 * @param mtu bytes
 * @param mac empty for what is not Ethernet
 * @param kind {@code veth}, {@code dummy}, {@code ipip} ...; empty for physical devices and lo
 * @param tunnel the outer addresses; empty for what is no IP tunnel
 */
public record Link(
    int index,
    String name,
    Status status,
    int hardwareType,
    long mtu,
    Optional<MacAddress> mac,
    String kind,
    Optional<TunnelEnds> tunnel) {
  /**
   * Link state, which changes during the life of an interface.
   *
   * @param flags IFF_* bits
   * @param carrierChanges how often the carrier came or went, modulo 2^32
   */
  public record Status(int flags, long carrierChanges) {}

  /**
   * The outer addresses of a tunnel.
   *
   * @param local outer destination of packets that the device decapsulates; 0.0.0.0 or :: for any
   *     address of the node
   * @param remote outer source; 0.0.0.0 or :: for any
   * @param checksum whether GRE packets need one
   */
  public record TunnelEnds(IpAddress local, IpAddress remote, boolean checksum) {}

  public boolean isUp() {
    return has(IFF_UP);
  }

  /** Returns whether packets get out: it is up and has a carrier. */
  public boolean isRunning() {
    return has(IFF_UP) && has(IFF_RUNNING);
  }

  public boolean isLoopback() {
    return has(IFF_LOOPBACK);
  }

  /** Returns whether neighbours are asked for on it by ARP or neighbour discovery. */
  public boolean speaksArp() {
    return hardwareType == ARPHRD_ETHER && !has(IFF_NOARP);
  }

  private boolean has(int flag) {
    return (status.flags() & flag) != 0;
  }

  /** Reads one message of the answer to {@link RouteRequests#getLinks}. */
  public static Link read(AttributeReader reply) {
    reply.fixedU16();
    int hardwareType = reply.fixedU16();
    int index = reply.fixedS32();
    int flags = reply.fixedS32();
    reply.fixedU32();
    String name = "";
    long mtu = 0;
    long carrierChanges = 0;
    Optional<MacAddress> mac = Optional.empty();
    LinkInfo info = LinkInfo.NONE;
    while (reply.next()) {
      switch (reply.type()) {
        case IFLA_IFNAME -> name = reply.string();
        case IFLA_MTU -> mtu = reply.u32();
        case IFLA_CARRIER_CHANGES -> carrierChanges = reply.u32();
        case IFLA_ADDRESS -> mac = mac(reply, hardwareType);
        case IFLA_LINKINFO -> info = LinkInfo.read(reply);
        default -> {}
      }
    }
    return new Link(
        index,
        name,
        new Status(flags, carrierChanges),
        hardwareType,
        mtu,
        mac,
        info.kind(),
        info.tunnel());
  }

  private static Optional<MacAddress> mac(AttributeReader reader, int hardwareType) {
    if (hardwareType != ARPHRD_ETHER || reader.length() != MacAddress.BYTES) {
      return Optional.empty();
    }
    return Optional.of(new MacAddress(reader.be32At(0) << Short.SIZE | reader.be16At(4)));
  }
}
