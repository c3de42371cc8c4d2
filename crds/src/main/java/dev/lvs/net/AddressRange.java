package dev.lvs.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An inclusive range of addresses of one family: a CIDR, {@code first-last}, or a single address.
 */
public record AddressRange(IpAddress first, IpAddress last) {
  public AddressRange {
    if (first.family() != last.family()) {
      throw new IllegalArgumentException("'" + first + "-" + last + "' mixes IPv4 and IPv6");
    }
    if (first.compareTo(last) > 0) {
      throw new IllegalArgumentException("'" + first + "-" + last + "' ends before it begins");
    }
  }

  /**
   * Reads {@code 192.0.2.0/24}, {@code 192.0.2.10-192.0.2.20} or {@code 192.0.2.1}, and the same in
   * IPv6.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    if (slash >= 0) {
      return cidr(text, IpAddress.parse(text.substring(0, slash)), text.substring(slash + 1));
    }
    int dash = text.indexOf('-');
    if (dash >= 0) {
      return new AddressRange(
          IpAddress.parse(text.substring(0, dash).strip()),
          IpAddress.parse(text.substring(dash + 1).strip()));
    }
    IpAddress single = IpAddress.parse(text);
    return new AddressRange(single, single);
  }

  /** The range that {@link #parse} reads; empty where the text is none. */
  public static Optional<AddressRange> read(String text) {
    try {
      return Optional.of(parse(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** The network of {@code prefixLength} bits that an address is in. */
  public static AddressRange network(IpAddress address, int prefixLength) {
    int free = address.family().bits() - prefixLength;
    long lowHost = ones(Math.min(free, Long.SIZE));
    long highHost = ones(Math.max(free - Long.SIZE, 0));
    return new AddressRange(
        new IpAddress(address.family(), address.high() & ~highHost, address.low() & ~lowHost),
        new IpAddress(address.family(), address.high() | highHost, address.low() | lowHost));
  }

  /**
   * Returns whether {@code address} lies in this range; an address of the other family does not.
   */
  public boolean contains(IpAddress address) {
    return address.family() == first.family()
        && first.compareTo(address) <= 0
        && address.compareTo(last) <= 0;
  }

  /** Its first addresses, in their order; fewer where it has no more. */
  public List<IpAddress> first(int most) {
    List<IpAddress> addresses = new ArrayList<>();
    IpAddress next = first;
    while (addresses.size() < most) {
      addresses.add(next);
      if (next.equals(last)) {
        break;
      }
      long low = next.low() + 1;
      next = new IpAddress(next.family(), low == 0 ? next.high() + 1 : next.high(), low);
    }
    return addresses;
  }

  /** The one address, or {@code first-last}. */
  @Override
  public String toString() {
    return first.equals(last) ? first.toString() : first + "-" + last;
  }

  private static AddressRange cidr(String text, IpAddress address, String length) {
    int bits = address.family().bits();
    if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > bits) {
      throw new IllegalArgumentException("'" + text + "' has no prefix length of 0 to " + bits);
    }
    AddressRange network = network(address, Integer.parseInt(length));
    if (!network.first().equals(address)) {
      throw new IllegalArgumentException("'" + text + "' has bits set behind its prefix");
    }
    return network;
  }

  private static long ones(int count) {
    return count == Long.SIZE ? -1 : (1L << count) - 1;
  }
}
