package dev.lvs.compile.resolve;

import dev.lvs.net.IpAddress;
import java.util.Optional;

/** Addresses that a host, or a real server, cannot have. */
public final class HostAddress {
  private HostAddress() {}

  /** Returns why {@code text} cannot be the address of a host, if so, as a sentence. */
  public static Optional<String> flaw(String text) {
    Optional<IpAddress> address = IpAddress.read(text);
    if (address.isEmpty()) {
      return Optional.of(
          "'%s' is not an IP address; write it as 192.0.2.10 or 2001:db8::10.".formatted(text));
    }
    IpAddress read = address.get();
    String kind = unfitKind(read);
    return kind.isEmpty()
        ? Optional.empty()
        : Optional.of("%s is %s; write the address of a host.".formatted(text, kind));
  }

  /** Returns why {@code text} cannot be the address of a real server, if so, as a sentence. */
  public static Optional<String> serverFlaw(String text) {
    return flaw(text)
        .or(
            () ->
                IpAddress.read(text)
                    .filter(IpAddress::isIpv4LinkLocal)
                    .map(
                        address ->
                            "%s is a link-local address, where clouds keep secrets; write the address of a host."
                                .formatted(address)));
  }

  /** Returns whether a real server can have an address. */
  public static boolean canBeServer(IpAddress address) {
    return unfitKind(address).isEmpty() && !address.isIpv4LinkLocal();
  }

  /** Returns what an address is that is no host's; empty if it may be one. */
  private static String unfitKind(IpAddress address) {
    if (address.isMulticast()) {
      return "a multicast address";
    }
    if (address.isIpv4Broadcast()) {
      return "the broadcast address";
    }
    if (address.isLoopback()) {
      return "a loopback address";
    }
    if (address.isUnspecified()) {
      return "no address";
    }
    if (address.isIpv6LinkLocal()) {
      return "a link-local address, which means nothing without an interface";
    }
    return address.isIpv4Compatible() ? "an IPv4-compatible address, which nobody routes" : "";
  }
}
