package dev.lvs.tool.convert.keepalived;

import dev.lvs.api.v1alpha1.UdpCheck;
import dev.lvs.tool.convert.read.CheckKind;
import dev.lvs.tool.convert.read.Notices;
import dev.lvs.tool.convert.read.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Converts UDP_CHECK: octets in hexadecimal to send, and those to expect, of which half an octet
 * may be an {@code x} for any.
 */
final class UdpPayload {
  private static final int LONGEST_REPLY = 65_535;

  /** {@code max_reply_len} where nothing is said. */
  private static final int DEFAULT_LONGEST = 255;

  private final List<Statement> lines;
  private final Origin at;
  private final Notices notices;

  UdpPayload(List<Statement> lines, Origin at, Notices notices) {
    this.lines = lines;
    this.at = at;
    this.notices = notices;
  }

  CheckKind kind() {
    Optional<Statement> payload = CheckSettings.last(lines, "payload");
    Optional<Statement> reply = CheckSettings.last(lines, "require_reply");
    String send =
        payload.map(line -> octets(line, "[0-9a-f]")).orElse(List.of()).stream()
            .map("\\x%s"::formatted)
            .collect(Collectors.joining());
    List<String> expected = reply.map(line -> octets(line, "[0-9a-fx]")).orElse(List.of());
    return new CheckKind.Udp(
        new UdpCheck(
            send.isEmpty() ? null : send,
            expected.isEmpty() ? null : expression(expected),
            reply.isPresent()));
  }

  /** keepalived compares as much as came, and looks at the length only where there is a text. */
  private String expression(List<String> expected) {
    long least = length("min_reply_length", 0);
    long most = length("max_reply_length", DEFAULT_LONGEST);
    String text = expected.stream().map(UdpPayload::octet).collect(Collectors.joining());
    String bounds =
        least == 0 && most == DEFAULT_LONGEST
            ? ""
            : "(?=.{%d,%d}\\z)".formatted(least, Math.max(least, most));
    return "(?s)^" + bounds + text;
  }

  private long length(String keyword, int otherwise) {
    return CheckSettings.last(lines, keyword)
        .flatMap(line -> Values.number(line.value(1), 0, LONGEST_REPLY))
        .orElse((long) otherwise);
  }

  /** Two digits each, or one that is left over at the end of a word. */
  private List<String> octets(Statement line, String digit) {
    List<String> octets = new ArrayList<>();
    for (String word : line.words().subList(1, line.words().size())) {
      String digits = word.toLowerCase(Locale.ROOT);
      if (!digits.matches(digit + "*")) {
        notices.aside(line.in(at), "'%s' is no octets, so nothing of it counts.".formatted(word));
        return List.of();
      }
      for (int i = 0; i < digits.length(); i += 2) {
        octets.add(i + 1 < digits.length() ? digits.substring(i, i + 2) : "0" + digits.charAt(i));
      }
    }
    return octets;
  }

  private static String octet(String digits) {
    char high = digits.charAt(0);
    char low = digits.charAt(1);
    if (high == 'x') {
      return low == 'x'
          ? "."
          : "0123456789abcdef"
              .chars()
              .mapToObj(c -> "\\x" + (char) c + low)
              .collect(Collectors.joining("", "[", "]"));
    }
    return low == 'x' ? "[\\x%s0-\\x%sf]".formatted(high, high) : "\\x" + digits;
  }
}
