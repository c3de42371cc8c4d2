package dev.lvs.tool.convert.keepalived;

import dev.lvs.api.v1alpha1.TimeSpan;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads single values as keepalived does, apart from undocumented forms. */
final class Values {
  private static final Pattern BEGUN = Pattern.compile("(?!-)\\+?([0-9]{0,18})(?![0-9]).*");

  /** As long as a length of time of the API may be, in milliseconds. */
  private static final int LONGEST = 999_999_000;

  private Values() {}

  /** A whole number within bounds. */
  static Optional<Long> number(Optional<String> text, long least, long most) {
    return text.filter(digits -> digits.matches("\\+?[0-9]{1,18}"))
        .map(Long::parseLong)
        .filter(number -> least <= number && number <= most);
  }

  /**
   * A whole number as {@code strtoul} begins to read it, which is how keepalived takes most of them
   * with a warning: {@code 3;} is 3, and a word is 0.
   */
  static Optional<Long> begun(Optional<String> text, long least, long most) {
    return text.map(BEGUN::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1).isEmpty() ? "0" : matcher.group(1))
        .flatMap(digits -> number(Optional.of(digits), least, most));
  }

  /** Returns what there is to say of a number of which only the beginning counts. */
  static Optional<String> rest(Optional<String> text) {
    return text.filter(word -> !word.matches("\\+?[0-9]+"))
        .flatMap(
            word ->
                begun(text, 0, Long.MAX_VALUE)
                    .map(
                        number ->
                            "'%s' is taken for %d, as keepalived does.".formatted(word, number)));
  }

  /**
   * A length of time in seconds, with up to six decimals, rounded up to milliseconds.
   *
   * @param least in milliseconds
   */
  static Optional<TimeSpan> time(Optional<String> text, int least) {
    return text.filter(digits -> digits.matches("[0-9]{1,9}(\\.[0-9]{0,6})?"))
        .map(BigDecimal::new)
        .map(time -> time.movePointRight(3).setScale(0, RoundingMode.CEILING).longValueExact())
        .filter(milliseconds -> milliseconds >= least)
        .map(milliseconds -> new TimeSpan((int) Math.min(milliseconds, LONGEST)));
  }

  static Optional<IpAddress> address(Optional<String> text) {
    try {
      return text.map(IpAddress::parse);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /**
   * The address of a server, without what {@link #behind} says of it. Keepalived also takes an
   * IPv4-mapped one, about which a conversion has something to say.
   */
  static Optional<IpAddress> server(Optional<String> text) {
    try {
      return text.map(word -> IpAddress.parseAny(word.replaceFirst("[-/].*", "")));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** The end of a range or the mask behind an address, which {@code inet_stosockaddr} drops. */
  static Optional<String> behind(Optional<String> text) {
    return text.filter(word -> word.matches(".+[-/].*"))
        .map(word -> word.replaceFirst("[^-/]*", ""))
        .map("%s behind the address is passed over, as keepalived does."::formatted);
  }

  /** A mask as {@code inet_aton} reads it, to which 24 is 0.0.0.24; by its bits. */
  static Optional<Integer> mask(Optional<String> text) {
    return number(text, 0, 0xffff_ffffL)
        .map(Long::intValue)
        .or(
            () ->
                address(text)
                    .filter(address -> address.family() == AddressFamily.IPV4)
                    .map(address -> (int) address.low()));
  }

  /** A port; 0 where there is none, or one of zeros alone. */
  static Optional<Integer> port(Optional<String> text) {
    return text.isEmpty() || text.filter(word -> word.matches("0+")).isPresent()
        ? Optional.of(0)
        : begun(text, 1, 65_535).map(Long::intValue);
  }

  /** {@code on}, {@code true}, {@code yes} or nothing at all. */
  static boolean isOn(Optional<String> text) {
    return text.isEmpty() || text.filter(word -> word.matches("on|true|yes")).isPresent();
  }
}
