package dev.lvs.tool.convert.ldirectord;

import dev.lvs.ipvs.Protocol;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import dev.lvs.tool.saved.NameFiles;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads addresses with ports, as {@code 192.0.2.10:80}, {@code web-1:http} or {@code
 * [2001:db8::1]:80}. Names are those of /etc/hosts and /etc/services; no name server is asked.
 *
 * @param protocol to which names of ports of real servers belong, before any other
 */
record HostPorts(AddressFamily family, Protocol protocol, NameFiles names) {
  private static final List<Protocol> ALL = List.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP);
  private static final Pattern FORM =
      Pattern.compile("(\\[[^\\]]*]|[^:\\[\\]]+)(?::([A-Za-z0-9_-]+))?");

  /** Numbers like an IPv4 address, but too many of them or one above 255; no host is named so. */
  private static final Pattern WRONG_NUMBERS =
      Pattern.compile(
          "[0-9]+(\\.[0-9]+){4,}"
              + "|(?=.*(?<![0-9])([1-9][0-9]{3,}|[3-9][0-9]{2}|2[6-9][0-9]|25[6-9])(?![0-9]))"
              + "[0-9]+(\\.[0-9]+){3}");

  /**
   * Reads the place of a real server.
   *
   * @throws IllegalArgumentException with a sentence about what is wrong
   */
  HostPort parse(String text) {
    return parse(text, Stream.concat(Stream.of(protocol), ALL.stream()).distinct().toList());
  }

  /**
   * Reads any other place.
   *
   * @param protocols to one of which the name of a port belongs
   * @throws IllegalArgumentException with a sentence about what is wrong
   */
  HostPort parse(String text, List<Protocol> protocols) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'%s' is not an address with a port.".formatted(text));
    }
    Optional<Integer> port =
        Optional.ofNullable(matcher.group(2)).map(name -> port(name, protocols));
    return new HostPort(address(matcher.group(1)), port);
  }

  /** Reads an address, or the name of a host. */
  IpAddress address(String text) {
    String host = text.replaceAll("[\\[\\]]", "");
    IpAddress address =
        IpAddress.read(host).or(() -> names.host(host, family)).orElseThrow(() -> unknown(host));
    if (address.family() != family) {
      throw new NotStarting(
          "'%s' is not an address of its family; IPv6 has directives that end with 6."
              .formatted(host));
    }
    return address;
  }

  private IllegalArgumentException unknown(String host) {
    boolean isNumeric = family == AddressFamily.IPV6 && host.matches("[0-9.]+");
    if (isNumeric || host.matches("[^%]*:[^%]*") || WRONG_NUMBERS.matcher(host).matches()) {
      return new NotStarting("'%s' is no %s address.".formatted(host, family.text()));
    }
    return new IllegalArgumentException(
        "'%s' is neither an IP address nor a name that /etc/hosts has an %s address for (no name server is asked); write the address."
            .formatted(host, family.text()));
  }

  private int port(String text, List<Protocol> protocols) {
    if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 0xffff) {
      return Integer.parseInt(text);
    }
    return protocols.stream()
        .map(one -> names.port(text, one))
        .filter(OptionalInt::isPresent)
        .map(OptionalInt::getAsInt)
        .findFirst()
        .orElseThrow(
            () ->
                new NotStarting(
                    "'%s' is neither a port nor a %sservice that /etc/services has; write the number."
                        .formatted(text, protocols.size() == 1 ? protocols.getFirst() + " " : "")));
  }
}
