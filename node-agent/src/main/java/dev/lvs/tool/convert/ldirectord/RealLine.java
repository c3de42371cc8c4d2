package dev.lvs.tool.convert.ldirectord;

import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.ForwardingMethod.DirectRouting;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Masquerade;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Tunnel;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of {@code real}: addresses, port, method, weight, check and thresholds.
 *
 * @param port 0 where there is none
 * @param exchange of its own check; empty for that of the section
 */
record RealLine(
    List<IpAddress> addresses,
    int port,
    ForwardingMethod method,
    int weight,
    Optional<RequestAndReceive> exchange,
    long lowerThreshold,
    long upperThreshold) {
  /** Characters of a value; a longer one is no real server, and its patterns cost the square. */
  private static final int LONGEST = 4_096;

  /** Most addresses of a range. */
  private static final long MOST = 4_096;

  // each of them is looked for where the one before ended, as _ld_read_config_real_resolve and
  // add_real_server do; what stands before a weight is passed over
  private static final Pattern PLACE =
      Pattern.compile(
          "([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:]+])(?:->([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:]+]))?"
              + "(:[A-Za-z0-9_-]+)?\\s+(.*)");
  private static final Pattern METHOD = Pattern.compile("(\\w+)(.*)");
  private static final Pattern WEIGHT = Pattern.compile("\\s+(\\d+)(.*)");
  private static final Pattern REQUEST = Pattern.compile("\\s+\"(.*)\"[, ]\\s*\"(.*)\"(.*)");
  private static final Pattern LOWER = Pattern.compile("\\s+l:(\\d+)(.*)");
  private static final Pattern UPPER = Pattern.compile("\\s+u:(\\d+)(.*)");

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException with a sentence about what is wrong
   */
  static RealLine parse(String value, HostPorts hosts) {
    if (value.length() > LONGEST) {
      throw new IllegalArgumentException(
          "It has %d characters, which no real server needs.".formatted(value.length()));
    }
    Matcher place = PLACE.matcher(value);
    if (!place.find()) {
      throw new NotStarting(
          "It is not written as address[:port] gate|masq|ipip [weight] [\"request\", \"receive\"]"
              + " [l:n] [u:n].");
    }
    Matcher word = METHOD.matcher(place.group(4));
    ForwardingMethod method = method(word.find() ? word.group(1) : "");
    Rest rest = new Rest(word.group(2));
    int weight = rest.next(WEIGHT).map(found -> weight(found.group(1))).orElse(1);
    Optional<RequestAndReceive> exchange =
        rest.next(REQUEST).map(found -> new RequestAndReceive(found.group(1), found.group(2)));
    long lower = rest.next(LOWER).map(found -> threshold(found.group(1))).orElse(0L);
    long upper = rest.next(UPPER).map(found -> threshold(found.group(1))).orElse(0L);
    if (lower > upper) {
      throw new IllegalArgumentException(
          "ipvsadm refuses the lower threshold %d above the upper one %d.".formatted(lower, upper));
    }
    if (!rest.text.isBlank()) {
      throw new NotStarting("'%s' is none of its parts.".formatted(rest.text.strip()));
    }
    String port = place.group(3) == null ? "" : place.group(3);
    HostPort first = hosts.parse(place.group(1) + port);
    return new RealLine(
        addresses(first.address(), Optional.ofNullable(place.group(2)), hosts),
        first.port().orElse(0),
        method,
        weight,
        exchange,
        lower,
        upper);
  }

  /** Unparsed rest of a value; the last group of a pattern is what follows it. */
  private static final class Rest {
    private String text;

    Rest(String text) {
      this.text = text;
    }

    Optional<MatchResult> next(Pattern pattern) {
      Matcher matcher = pattern.matcher(text);
      if (!matcher.find()) {
        return Optional.empty();
      }
      text = matcher.group(matcher.groupCount());
      return Optional.of(matcher.toMatchResult());
    }
  }

  private static long threshold(String digits) {
    if (digits.length() > 10) {
      throw new IllegalArgumentException("The threshold %s is too large.".formatted(digits));
    }
    return Long.parseLong(digits);
  }

  /** {@code gate}, {@code masq} or {@code ipip}. */
  static ForwardingMethod method(String word) {
    return switch (word) {
      case "gate" -> new DirectRouting();
      case "masq" -> new Masquerade();
      case "ipip" -> Tunnel.ipip();
      default -> throw new NotStarting("'%s' is none of gate, masq and ipip.".formatted(word));
    };
  }

  private static int weight(String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException("The weight %s is too large.".formatted(digits));
    }
  }

  private static List<IpAddress> addresses(IpAddress first, Optional<String> end, HostPorts hosts) {
    if (end.isEmpty()) {
      return List.of(first);
    }
    if (first.family() == AddressFamily.IPV6) {
      throw new NotStarting("There are no ranges of IPv6 addresses.");
    }
    // a number alone is an address too, 0.0.0.9 for 9
    boolean isNumber = end.get().matches("[0-9]{1,8}");
    if (isNumber && Long.parseLong(end.get()) < first.low()) {
      throw new NotStarting("The range ends at %s, which is no address.".formatted(end.get()));
    }
    IpAddress last = hosts.address(end.get());
    if (last.low() < first.low()) {
      throw new NotStarting("The range ends before it begins.");
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
