package dev.lvs.tool.saved;

import static dev.lvs.tool.saved.IllegalLineException.quoted;

import dev.lvs.ipvs.Protocol;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Addresses with ports, as {@code host[:port]} and {@code [host]:port}. */
final class Places {
  private static final Pattern DOTTED = Pattern.compile("[0-9]+(\\.[0-9]+){3}");

  /** Addresses that inet_aton(3), and so ipvsadm, would read in base 8. */
  private static final Pattern OCTAL = Pattern.compile("(.*\\.)?0[0-9]+(\\..*)?");

  private final NameFiles names;

  Places(NameFiles names) {
    this.names = names;
  }

  /**
   * An address and, perhaps, a port.
   *
   * @param port empty where none is written
   */
  record Place(IpAddress address, OptionalInt port) {}

  /**
   * Reads a place.
   *
   * @param protocol to which a service's name belongs
   */
  Place read(Option option, String text, Protocol protocol) throws IllegalLineException {
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      String rest = end < 0 ? "?" : text.substring(end + 1);
      if (rest.isEmpty()) {
        return new Place(six(option, text.substring(1, end)), OptionalInt.empty());
      }
      if (!rest.startsWith(":")) {
        throw new IllegalLineException(
            option + " takes host[:port], with IPv6 as [host]:port, not " + quoted(text) + ".");
      }
      return new Place(six(option, text.substring(1, end)), port(option, rest, protocol));
    }
    int colon = text.indexOf(':');
    if (colon != text.lastIndexOf(':')) {
      return new Place(literal(option, text), OptionalInt.empty());
    }
    return colon < 0
        ? new Place(four(option, text), OptionalInt.empty())
        : new Place(
            four(option, text.substring(0, colon)), port(option, text.substring(colon), protocol));
  }

  /** An address that is no name. */
  static Optional<IpAddress> inFigures(String text) {
    try {
      return Optional.of(IpAddress.parseAny(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private IpAddress six(Option option, String host) throws IllegalLineException {
    return host.contains(":") ? literal(option, host) : named(option, host, AddressFamily.IPV6);
  }

  private IpAddress four(Option option, String host) throws IllegalLineException {
    if (!DOTTED.matcher(host).matches()) {
      return named(option, host, AddressFamily.IPV4);
    }
    if (OCTAL.matcher(host).matches()) {
      throw new IllegalLineException(
          option
              + " "
              + quoted(host)
              + ": ipvsadm takes numbers that begin with 0 for octal; write them without.");
    }
    return literal(option, host);
  }

  private static IpAddress literal(Option option, String text) throws IllegalLineException {
    Optional<IpAddress> address = inFigures(text);
    if (address.isEmpty()) {
      throw new IllegalLineException(option + ": " + quoted(text) + " is not an IP address.");
    }
    return address.get();
  }

  private IpAddress named(Option option, String host, AddressFamily family)
      throws IllegalLineException {
    Optional<IpAddress> address = names.host(host, family);
    if (address.isEmpty()) {
      throw new IllegalLineException(
          option
              + ": "
              + quoted(host)
              + " is neither an IP address nor a name that /etc/hosts has an "
              + (family == AddressFamily.IPV4 ? "IPv4" : "IPv6")
              + " address for; save with -n, or write the address (no name server is asked).");
    }
    return address.get();
  }

  private OptionalInt port(Option option, String afterHost, Protocol protocol)
      throws IllegalLineException {
    String text = afterHost.substring(1);
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalInt.of((int) Numbers.of(option, text, 0, 0xffff));
    }
    OptionalInt port = names.port(text, protocol);
    if (port.isEmpty()) {
      throw new IllegalLineException(
          option
              + ": "
              + quoted(text)
              + " is neither a port nor a service that /etc/services has for "
              + protocol
              + "; save with -n, or write the number.");
    }
    return port;
  }
}
