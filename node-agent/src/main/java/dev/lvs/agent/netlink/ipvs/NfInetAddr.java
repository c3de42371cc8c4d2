package dev.lvs.agent.netlink.ipvs;

import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.AttributeWriter;
import dev.lvs.agent.netlink.MalformedReplyException;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;

/**
 * Addresses as IPVS carries them: always {@code union nf_inet_addr}, 16 bytes, of which IPv4 uses
 * the first four.
 */
final class NfInetAddr {
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;

  private NfInetAddr() {}

  static int number(AddressFamily family) {
    return switch (family) {
      case IPV4 -> AF_INET;
      case IPV6 -> AF_INET6;
    };
  }

  static AddressFamily family(int number) {
    return switch (number) {
      case AF_INET -> AddressFamily.IPV4;
      case AF_INET6 -> AddressFamily.IPV6;
      default -> throw new MalformedReplyException("IPVS answers with address family " + number);
    };
  }

  static void write(AttributeWriter writer, int type, IpAddress address) {
    switch (address.family()) {
      case IPV4 -> writer.be128(type, address.low() << Integer.SIZE, 0);
      case IPV6 -> writer.be128(type, address.high(), address.low());
    }
  }

  /** The upper half of the union. */
  static long high(AttributeReader reader) {
    return reader.be64At(0);
  }

  /** The lower half of the union. */
  static long low(AttributeReader reader) {
    return reader.be64At(Long.BYTES);
  }

  /** The address in a union, given as its two halves. */
  static IpAddress address(AddressFamily family, long high, long low) {
    return new IpAddress(family, upper(family, high), lower(family, high, low));
  }

  /** The {@link IpAddress#high} of an address in a union. */
  static long upper(AddressFamily family, long high) {
    return switch (family) {
      case IPV4 -> 0;
      case IPV6 -> high;
    };
  }

  /** The {@link IpAddress#low} of an address in a union. */
  static long lower(AddressFamily family, long high, long low) {
    return switch (family) {
      case IPV4 -> high >>> Integer.SIZE;
      case IPV6 -> low;
    };
  }

  /** Returns whether {@link #address} would be this one. */
  static boolean is(IpAddress address, AddressFamily family, long high, long low) {
    return address.family() == family
        && address.high() == upper(family, high)
        && address.low() == lower(family, high, low);
  }
}
