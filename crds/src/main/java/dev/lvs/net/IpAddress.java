package dev.lvs.net;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One IPv4 or IPv6 address. The bits are in network order, right-aligned: an IPv4 address is the
 * lower 32 bits of {@code low}.
 *
 * @param high the upper 64 bits of an IPv6 address, 0 for IPv4
 * @param low the lower 64 bits, for IPv4 between 0 and 2^32-1
 */
public record IpAddress(AddressFamily family, long high, long low)
    implements Comparable<IpAddress> {
  /** The text of an IPv4 address, as a regular expression for schemas (RE2). */
  public static final String IPV4_PATTERN = Patterns.IPV4;

  /** The text of an IPv6 address, as a regular expression for schemas (RE2). */
  public static final String IPV6_PATTERN = Patterns.IPV6;

  /**
   * Pattern of the texts that {@link #toString} gives, and of no other, as a regular expression for
   * schemas (RE2).
   */
  public static final String PATTERN = "^(" + IPV4_PATTERN + "|" + IPV6_PATTERN + ")$";

  /** The third quarter of the bits of an IPv4-mapped address. */
  private static final long MAPPED = 0xffff;

  private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]+");

  public IpAddress {
    if (family == AddressFamily.IPV4 && (high != 0 || low >>> Integer.SIZE != 0)) {
      throw new IllegalArgumentException("an IPv4 address has 32 bits");
    }
  }

  /** An IPv4 address from its 32 bits. */
  public static IpAddress ipv4(int bits) {
    return new IpAddress(AddressFamily.IPV4, 0, Integer.toUnsignedLong(bits));
  }

  /** An IPv6 address from its two halves. */
  public static IpAddress ipv6(long high, long low) {
    return new IpAddress(AddressFamily.IPV6, high, low);
  }

  /**
   * Reads {@code 192.0.2.1} or {@code 2001:db8::1}: four decimal parts or RFC 4291 text, no zone,
   * no brackets.
   *
   * @throws IllegalArgumentException with a sentence for the user, when the text is neither
   */
  public static IpAddress parse(String text) {
    return text.indexOf(':') < 0 ? parseIpv4(text) : parseIpv6(text);
  }

  /** The address that {@link #parse} reads; empty where the text is none. */
  public static Optional<IpAddress> read(String text) {
    try {
      return Optional.of(parse(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /**
   * Reads what {@link #parse} does, and IPv4-mapped addresses such as {@code ::ffff:192.0.2.1},
   * which no packet has and a table may hold all the same.
   *
   * @throws IllegalArgumentException with a sentence for the user, when the text is neither
   */
  @JsonCreator
  public static IpAddress parseAny(String text) {
    // to the JDK a mapped address is the IPv4 address in it
    return V6.matcher(text).matches()
            && text.indexOf(':') >= 0
            && literal(text) instanceof Inet4Address mapped
        ? ipv6(0, MAPPED << Integer.SIZE | of(mapped.getAddress()).low)
        : parse(text);
  }

  /** Without leading zeros, which some take for octal ({@code inet_pton(3)}). */
  private static IpAddress parseIpv4(String text) {
    int bits = 0;
    int parts = 0;
    int part = -1;
    for (int i = 0; i <= text.length(); i++) {
      char next = i < text.length() ? text.charAt(i) : '.';
      if (next == '.' && part >= 0) {
        bits = bits << 8 | part;
        parts++;
        part = -1;
      } else if (next >= '0' && next <= '9' && part != 0) {
        part = 10 * Math.max(part, 0) + next - '0';
      } else {
        throw notAnAddress(text);
      }
      if (part > 255 || parts > 4) {
        throw notAnAddress(text);
      }
    }
    if (parts != 4) {
      throw notAnAddress(text);
    }
    return ipv4(bits);
  }

  private static IpAddress parseIpv6(String text) {
    // the JDK would also read zones and brackets
    if (!V6.matcher(text).matches()) {
      throw notAnAddress(text);
    }
    if (literal(text) instanceof Inet6Address address) {
      return of(address.getAddress());
    }
    throw notAnAddress(text);
  }

  /** By the JDK: a literal never reaches a resolver; IPv4-mapped text comes back as IPv4. */
  private static InetAddress literal(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      throw notAnAddress(text);
    }
  }

  /** The address in {@code bytes}, of which there are 4 or 16, in network order. */
  public static IpAddress of(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return switch (bytes.length) {
      case 4 -> ipv4(buffer.getInt());
      case 16 -> ipv6(buffer.getLong(), buffer.getLong());
      default ->
          throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length);
    };
  }

  /** The 4 or 16 bytes of this address in network order. */
  public byte[] toBytes() {
    ByteBuffer buffer = ByteBuffer.allocate(family.bytes());
    switch (family) {
      case IPV4 -> buffer.putInt((int) low);
      case IPV6 -> buffer.putLong(high).putLong(low);
    }
    return buffer.array();
  }

  /** Returns how many bits this and another address of its family begin with alike. */
  public int commonPrefix(IpAddress other) {
    if (family != other.family) {
      throw new IllegalArgumentException(this + " and " + other + " are of two families");
    }
    int alike =
        high != other.high
            ? Long.numberOfLeadingZeros(high ^ other.high)
            : Long.SIZE + Long.numberOfLeadingZeros(low ^ other.low);
    return alike - (2 * Long.SIZE - family.bits());
  }

  /** Returns whether this is 224.0.0.0/4 or ff00::/8. */
  public boolean isMulticast() {
    return switch (family) {
      case IPV4 -> low >>> 28 == 0xe;
      case IPV6 -> high >>> 56 == 0xff;
    };
  }

  /** Returns whether this is 255.255.255.255, every host of the own network. */
  public boolean isIpv4Broadcast() {
    return family == AddressFamily.IPV4 && low == 0xffff_ffffL;
  }

  /** Returns whether this is 127.0.0.0/8 or ::1. */
  public boolean isLoopback() {
    return switch (family) {
      case IPV4 -> low >>> 24 == 127;
      case IPV6 -> high == 0 && low == 1;
    };
  }

  /** Returns whether this is fe80::/10, which means nothing on another link. */
  public boolean isIpv6LinkLocal() {
    return family == AddressFamily.IPV6 && high >>> 54 == 0x3fa;
  }

  /** Returns whether this is 169.254.0.0/16. */
  public boolean isIpv4LinkLocal() {
    return family == AddressFamily.IPV4 && low >>> 16 == 0xa9fe;
  }

  /**
   * Returns whether this is ::/96, e.g. ::192.0.2.1, which the kernel gives sit devices by itself.
   */
  public boolean isIpv4Compatible() {
    return family == AddressFamily.IPV6 && high == 0 && low >>> Integer.SIZE == 0;
  }

  /**
   * Returns whether this is ::ffff:0:0/96, which stands for an IPv4 address where there are only
   * IPv6.
   */
  public boolean isIpv4Mapped() {
    return family == AddressFamily.IPV6 && high == 0 && low >>> Integer.SIZE == MAPPED;
  }

  /** Returns whether every bit is zero. */
  public boolean isUnspecified() {
    return high == 0 && low == 0;
  }

  /** The address as ipvsadm writes it before a port: IPv6 in brackets. */
  public String toHost() {
    return family == AddressFamily.IPV6 ? "[" + this + "]" : toString();
  }

  @Override
  public int compareTo(IpAddress other) {
    int order = family.compareTo(other.family);
    order = order != 0 ? order : Long.compareUnsigned(high, other.high);
    return order != 0 ? order : Long.compareUnsigned(low, other.low);
  }

  /**
   * Over the bits alone, which tell the families apart well enough. Tables of many thousand
   * addresses are looked up by it, and there the one made for a record is the largest cost in a
   * profile.
   */
  @Override
  public int hashCode() {
    return Long.hashCode(31 * high + low);
  }

  /** Dotted decimal, or RFC 5952 text. */
  @JsonValue
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    appendTo(text);
    return text.toString();
  }

  /** Appends what {@link #toString} gives. */
  public void appendTo(StringBuilder text) {
    switch (family) {
      case IPV4 -> {
        text.append(low >>> 24).append('.').append(low >>> 16 & 255);
        text.append('.').append(low >>> 8 & 255).append('.').append(low & 255);
      }
      case IPV6 -> text.append(Rfc5952.print(high, low));
    }
  }

  /** The JDK's form of this address, for sockets. */
  public InetAddress toInetAddress() {
    try {
      return InetAddress.getByAddress(toBytes());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are always an address", e);
    }
  }

  private static IllegalArgumentException notAnAddress(String text) {
    return new IllegalArgumentException("'" + text + "' is not an IPv4 or IPv6 address");
  }
}
