package dev.lvs.agent.netlink.route;

import static dev.lvs.agent.netlink.route.Rtnetlink.IFA_ADDRESS;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFA_CACHEINFO;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFA_FLAGS;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFA_F_NODAD;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFA_F_NOPREFIXROUTE;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFA_F_PERMANENT;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFA_LABEL;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFA_LOCAL;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFA_PROTO;
import static dev.lvs.agent.netlink.route.Rtnetlink.RT_SCOPE_UNIVERSE;

import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.AttributeWriter;
import dev.lvs.agent.netlink.MalformedReplyException;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.Optional;

/**
 * An address on an interface ({@code inet_fill_ifaddr}, net/ipv4/devinet.c; {@code
 * inet6_fill_ifaddr}, net/ipv6/addrconf.c).
 *
 * @param interfaceIndex 1 or more
 * @param prefixLength 0 to 32 or 128
 * @param flags IFA_F_* bits
 * @param scope RT_SCOPE_*; the kernel chooses it by itself for IPv6
 * @param preferredSeconds how long the address is used as a source, {@link #FOREVER} for always; 0
 *     for never (IPv6 only)
 * @param validSeconds how long it is there, {@link #FOREVER} for always; never 0
 * @param protocol which program added it (IFA_PROTO), 0 for unspecified
 * @param label {@code eth0:1}; IPv4 only, empty in a request for the interface's name
 */
public record InterfaceAddress(
    int interfaceIndex,
    IpAddress address,
    int prefixLength,
    int flags,
    int scope,
    long preferredSeconds,
    long validSeconds,
    int protocol,
    String label) {
  /** A lifetime without end ({@code INFINITY_LIFE_TIME}). */
  public static final long FOREVER = 0xffff_ffffL;

  /** Origin of addresses that this agent adds (IFA_PROTO). */
  private static final int OURS = 76;

  /**
   * A host address that brings no route of its own and is there at once, without duplicate address
   * detection.
   */
  public static InterfaceAddress ofHost(int interfaceIndex, IpAddress address) {
    int flags =
        switch (address.family()) {
          case IPV4 -> IFA_F_NOPREFIXROUTE;
          case IPV6 -> IFA_F_NOPREFIXROUTE | IFA_F_NODAD;
        };
    return new InterfaceAddress(
        interfaceIndex,
        address,
        address.family().bits(),
        flags,
        RT_SCOPE_UNIVERSE,
        FOREVER,
        FOREVER,
        0,
        "");
  }

  /** Returns whether it has that mark, which kernels before 5.18 do not keep. */
  public boolean isMarked() {
    return protocol == OURS;
  }

  /** Returns whether it ends by itself unless a router, or a DHCP client, renews it. */
  public boolean isForATime() {
    return (flags & IFA_F_PERMANENT) == 0;
  }

  /** The same that is never chosen as a source address. IPv4 has no such addresses. */
  public InterfaceAddress neverASource() {
    return new InterfaceAddress(
        interfaceIndex, address, prefixLength, flags, scope, 0, validSeconds, protocol, label);
  }

  /** The same that the kernel removes after a time, in seconds, unless it is set anew. */
  public InterfaceAddress valid(long seconds) {
    return new InterfaceAddress(
        interfaceIndex,
        address,
        prefixLength,
        flags,
        scope,
        Math.min(preferredSeconds, seconds),
        seconds,
        protocol,
        label);
  }

  /** The same with the mark that this agent added it. */
  public InterfaceAddress marked() {
    return new InterfaceAddress(
        interfaceIndex,
        address,
        prefixLength,
        flags,
        scope,
        preferredSeconds,
        validSeconds,
        OURS,
        label);
  }

  void write(AttributeWriter writer) {
    writeIdentity(writer);
    if (!label.isEmpty()) {
      writer.string(IFA_LABEL, label);
    }
    writer.u32(IFA_FLAGS, flags);
    if (preferredSeconds != FOREVER || validSeconds != FOREVER) {
      // struct ifa_cacheinfo: preferred, valid, created, updated
      writer.u32s(IFA_CACHEINFO, preferredSeconds, validSeconds, 0, 0);
    }
    if (protocol != 0) {
      writer.u8(IFA_PROTO, protocol);
    }
  }

  /** Writes what RTM_DELADDR asks for. */
  void writeIdentity(AttributeWriter writer) {
    byte[] bytes = address.toBytes();
    writer
        .fixedU8(Inet.number(address.family()))
        .fixedU8(prefixLength)
        // the flags that fit a byte; IFA_FLAGS has them all
        .fixedU8(flags & 0xff)
        .fixedU8(scope)
        .fixedU32(interfaceIndex)
        .bytes(IFA_LOCAL, bytes)
        .bytes(IFA_ADDRESS, bytes);
  }

  /**
   * Reads one message of the answer to {@link RouteRequests#getAddresses}; empty for other families
   * than IP.
   */
  public static Optional<InterfaceAddress> read(AttributeReader reply) {
    Optional<AddressFamily> family = Inet.family(reply.fixedU8());
    return family.isEmpty() ? Optional.empty() : Optional.of(readIp(reply));
  }

  private static InterfaceAddress readIp(AttributeReader reply) {
    int prefixLength = reply.fixedU8();
    int flags = reply.fixedU8();
    int scope = reply.fixedU8();
    int index = reply.fixedS32();
    Optional<IpAddress> own = Optional.empty();
    long preferred = FOREVER;
    long valid = FOREVER;
    int protocol = 0;
    String label = "";
    while (reply.next()) {
      switch (reply.type()) {
        // beside IFA_LOCAL it is the other end's; IPv6 has it alone, and the kernel puts it first
        case IFA_ADDRESS -> own = own.or(() -> Optional.of(Inet.address(reply)));
        case IFA_LOCAL -> own = Optional.of(Inet.address(reply));
        case IFA_FLAGS -> flags = reply.s32();
        case IFA_CACHEINFO -> {
          preferred = reply.u32At(0);
          valid = reply.u32At(Integer.BYTES);
        }
        case IFA_PROTO -> protocol = reply.u8();
        case IFA_LABEL -> label = reply.string();
        default -> {}
      }
    }
    IpAddress address =
        own.orElseThrow(
            () ->
                new MalformedReplyException(
                    "an address of interface " + index + " without IFA_ADDRESS"));
    return new InterfaceAddress(
        index, address, prefixLength, flags, scope, preferred, valid, protocol, label);
  }
}
