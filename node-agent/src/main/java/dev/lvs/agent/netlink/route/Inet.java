package dev.lvs.agent.netlink.route;

import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.MalformedReplyException;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.Optional;

/** Address families by number, and addresses in as many bytes as they have. */
final class Inet {
  static final int AF_UNSPEC = 0;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;

  private Inet() {}

  static int number(AddressFamily family) {
    return switch (family) {
      case IPV4 -> AF_INET;
      case IPV6 -> AF_INET6;
    };
  }

  /** Empty for the families that are none of ours: MPLS, bridge, multicast routing. */
  static Optional<AddressFamily> family(int number) {
    return switch (number) {
      case AF_INET -> Optional.of(AddressFamily.IPV4);
      case AF_INET6 -> Optional.of(AddressFamily.IPV6);
      default -> Optional.empty();
    };
  }

  static IpAddress address(AttributeReader reader) {
    return switch (reader.length()) {
      case 4 -> IpAddress.ipv4((int) reader.be32());
      case 16 -> IpAddress.ipv6(reader.be64At(0), reader.be64At(Long.BYTES));
      default ->
          throw new MalformedReplyException(
              "an address of " + reader.length() + " bytes in attribute " + reader.type());
    };
  }

  static IpAddress any(AddressFamily family) {
    return switch (family) {
      case IPV4 -> IpAddress.ipv4(0);
      case IPV6 -> IpAddress.ipv6(0, 0);
    };
  }
}
