package dev.lvs.tool.saved;

import static dev.lvs.tool.saved.IllegalLineException.quoted;

import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.Optional;

/** The granularity of persistence: a mask for IPv4, a prefix length for IPv6. */
final class Netmasks {
  private static final int SINGLE_HOSTS = -1;

  private Netmasks() {}

  static int of(Words words, AddressFamily family) throws IllegalLineException {
    return switch (family) {
      case IPV6 ->
          (int)
              Numbers.of(
                  words, Option.NETMASK, 1, AddressFamily.IPV6.bits(), AddressFamily.IPV6.bits());
      case IPV4 -> {
        Optional<String> text = words.value(Option.NETMASK);
        yield text.isEmpty() ? SINGLE_HOSTS : mask(text.get());
      }
    };
  }

  private static int mask(String text) throws IllegalLineException {
    Optional<IpAddress> mask =
        Places.inFigures(text).filter(bits -> bits.family() == AddressFamily.IPV4);
    if (mask.isEmpty()) {
      throw new IllegalLineException(
          "-M takes a mask such as 255.255.255.0 for IPv4, not " + quoted(text) + ".");
    }
    return (int) mask.get().low();
  }
}
