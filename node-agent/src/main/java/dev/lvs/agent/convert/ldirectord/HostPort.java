package dev.lvs.agent.convert.ldirectord;

import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address and port as {@code 192.0.2.10:80}, {@code 192.0.2.10:http} or {@code
 * [2001:db8::1]:80}.
 *
 * @param port empty where there is none
 */
record HostPort(IpAddress address, Optional<Integer> port) {
  private static final Pattern FORM =
      Pattern.compile("(\\[[^\\]]*]|[^:\\[\\]]+)(?::([A-Za-z0-9_-]+))?");

  /** The services that ldirectord itself knows, and their usual other names. */
  private static final Map<String, Integer> PORTS =
      Map.ofEntries(
          Map.entry("ftp", 21),
          Map.entry("ssh", 22),
          Map.entry("telnet", 23),
          Map.entry("smtp", 25),
          Map.entry("domain", 53),
          Map.entry("http", 80),
          Map.entry("www", 80),
          Map.entry("pop3", 110),
          Map.entry("nntp", 119),
          Map.entry("ntp", 123),
          Map.entry("imap", 143),
          Map.entry("imap2", 143),
          Map.entry("ldap", 389),
          Map.entry("https", 443),
          Map.entry("submission", 587),
          Map.entry("ldaps", 636),
          Map.entry("imaps", 993),
          Map.entry("pop3s", 995),
          Map.entry("radius", 1812),
          Map.entry("mysql", 3306),
          Map.entry("postgresql", 5432),
          Map.entry("sip", 5060));

  /**
   * Reads a text.
   *
   * @throws IllegalArgumentException with a sentence about what is wrong
   */
  static HostPort parse(String text, AddressFamily family) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'%s' is not an address with a port.".formatted(text));
    }
    String host = matcher.group(1).replaceAll("[\\[\\]]", "");
    Optional<Integer> port = Optional.ofNullable(matcher.group(2)).map(HostPort::port);
    return new HostPort(address(host, family), port);
  }

  /** Reads an address of a family; names are not looked up. */
  static IpAddress address(String host, AddressFamily family) {
    IpAddress address;
    try {
      address = IpAddress.parse(host);
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException(
          "'%s' is not an IP address, and names are not resolved; write the address."
              .formatted(host));
    }
    if (address.family() != family) {
      throw new IllegalArgumentException(
          "'%s' is not an address of its family; IPv6 has directives that end with 6."
              .formatted(host));
    }
    return address;
  }

  private static int port(String text) {
    if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 0xffff) {
      return Integer.parseInt(text);
    }
    Integer known = PORTS.get(text);
    if (known == null) {
      throw new IllegalArgumentException(
          "'%s' is not a port, nor a service that is known here; write the number."
              .formatted(text));
    }
    return known;
  }
}
