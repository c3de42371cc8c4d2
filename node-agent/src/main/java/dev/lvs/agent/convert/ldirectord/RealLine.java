package dev.lvs.agent.convert.ldirectord;

import dev.lvs.agent.model.ForwardingMethod;
import dev.lvs.agent.model.ForwardingMethod.DirectRouting;
import dev.lvs.agent.model.ForwardingMethod.Masquerade;
import dev.lvs.agent.model.ForwardingMethod.Tunnel;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of {@code real}: addresses, port, method, weight, check and thresholds.
 *
 * @param port 0 where there is none
 * @param request of its own check; empty for that of the section
 */
record RealLine(
    List<IpAddress> addresses,
    int port,
    ForwardingMethod method,
    int weight,
    Optional<String> request,
    long lowerThreshold,
    long upperThreshold) {
  /** Most addresses of a range. */
  private static final long MOST = 4_096;

  private static final Pattern FORM =
      Pattern.compile(
          "(?<first>\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9.-]+?)"
              + "(?:->(?<last>\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9.-]+?))?"
              + "(?::(?<port>[A-Za-z0-9_-]+))?"
              + "\\s+(?<method>gate|masq|ipip)"
              + "(?:\\s+(?<weight>[0-9]+))?"
              + "(?:\\s+\"(?<request>[^\"]*)\"[, ]\\s*\"(?<receive>[^\"]*)\")?"
              + "(?:\\s+l:(?<lower>[0-9]{1,10}))?"
              + "(?:\\s+u:(?<upper>[0-9]{1,10}))?\\s*");

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException with a sentence about what is wrong
   */
  static RealLine parse(String value, AddressFamily family) {
    Matcher real = FORM.matcher(value);
    if (!real.matches()) {
      throw new IllegalArgumentException(
          "It is not written as address[:port] gate|masq|ipip [weight] [\"request\", \"receive\"]"
              + " [l:n] [u:n].");
    }
    String port = real.group("port") == null ? "" : ":" + real.group("port");
    HostPort first = HostPort.parse(real.group("first") + port, family);
    return new RealLine(
        addresses(first.address(), Optional.ofNullable(real.group("last")), family),
        first.port().orElse(0),
        method(real.group("method")),
        weight(real.group("weight") == null ? "1" : real.group("weight")),
        Optional.ofNullable(real.group("request")),
        real.group("lower") == null ? 0 : Long.parseLong(real.group("lower")),
        real.group("upper") == null ? 0 : Long.parseLong(real.group("upper")));
  }

  /** {@code gate}, {@code masq} or {@code ipip}. */
  static ForwardingMethod method(String word) {
    return switch (word) {
      case "gate" -> new DirectRouting();
      case "masq" -> new Masquerade();
      case "ipip" -> Tunnel.ipip();
      default ->
          throw new IllegalArgumentException(
              "'%s' is none of gate, masq and ipip.".formatted(word));
    };
  }

  private static int weight(String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException("The weight %s is too large.".formatted(digits));
    }
  }

  private static List<IpAddress> addresses(
      IpAddress first, Optional<String> end, AddressFamily family) {
    if (end.isEmpty()) {
      return List.of(first);
    }
    if (family == AddressFamily.IPV6) {
      throw new IllegalArgumentException("There are no ranges of IPv6 addresses.");
    }
    IpAddress last = HostPort.address(end.get(), family);
    if (last.low() < first.low()) {
      throw new IllegalArgumentException("The range ends before it begins.");
    }
    if (last.low() - first.low() >= MOST) {
      throw new IllegalArgumentException(
          "The range has more than %d addresses; split it.".formatted(MOST));
    }
    List<IpAddress> addresses = new ArrayList<>();
    for (long low = first.low(); low <= last.low(); low++) {
      addresses.add(IpAddress.ipv4((int) low));
    }
    return addresses;
  }
}
