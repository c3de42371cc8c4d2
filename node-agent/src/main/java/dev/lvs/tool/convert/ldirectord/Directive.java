package dev.lvs.tool.convert.ldirectord;

import dev.lvs.tool.convert.read.Origin;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line {@code name = value}.
 *
 * @param name the whole line where there is no {@code =}
 * @param value without blanks around it
 * @param raw the value with the blanks behind it
 * @param isBare whether there is no {@code =}
 */
record Directive(String name, String value, String raw, boolean isBare, Origin origin) {
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9_-]+)\\s*=\\s*(.*)", Pattern.DOTALL);

  static Directive read(String line, Origin around, int number) {
    String text = line.strip();
    Origin origin = around.within(number, text);
    Matcher matcher = FORM.matcher(line.stripLeading());
    return matcher.matches()
        ? new Directive(matcher.group(1), matcher.group(2).strip(), matcher.group(2), false, origin)
        : new Directive(text, "", "", true, origin);
  }

  /** The value without double quotes around it. */
  String unquoted() {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  /** The first part of the value that a pattern finds, as ldirectord takes most of them. */
  Optional<String> first(String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(value);
    return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
  }

  /** The value as a number within bounds. */
  Optional<Long> number(long least, long most) {
    return Optional.of(value)
        .filter(digits -> digits.matches("[0-9]{1,18}"))
        .map(Long::parseLong)
        .filter(number -> least <= number && number <= most);
  }
}
