package dev.lvs.ipvs;

import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;

/** Reads protocol, address and port as {@code ipvsadm -Ln} prints them. */
record AddressPort(Protocol protocol, IpAddress address, int port) {
  /** The texts that are read, as a regular expression for schemas (RE2). */
  static final String PATTERN =
      "(TCP|UDP|SCTP) (IPV4|\\[(IPV6)\\]):"
              .replace("IPV4", IpAddress.IPV4_PATTERN)
              .replace("IPV6", IpAddress.IPV6_PATTERN)
          + Ports.PATTERN;

  static AddressPort parse(String text) {
    int space = text.indexOf(' ');
    int colon = text.lastIndexOf(':');
    if (space < 0 || colon < space) {
      throw new IllegalArgumentException(
          "'" + text + "' is not protocol, address and port, as TCP 192.0.2.1:80");
    }
    String host = text.substring(space + 1, colon);
    boolean six = host.startsWith("[") && host.endsWith("]");
    IpAddress address = IpAddress.parseAny(six ? host.substring(1, host.length() - 1) : host);
    if (six != (address.family() == AddressFamily.IPV6)) {
      throw new IllegalArgumentException(
          "'" + text + "' needs brackets around an IPv6 address, and around no other");
    }
    return new AddressPort(
        Protocol.parse(text.substring(0, space)), address, Ports.parse(text.substring(colon + 1)));
  }
}
