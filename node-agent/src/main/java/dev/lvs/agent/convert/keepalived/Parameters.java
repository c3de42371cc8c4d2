package dev.lvs.agent.convert.keepalived;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parameters that are defined so far: {@code $NAME=value}. */
final class Parameters {
  /** Longest line in characters; keepalived's own limit is 1,024. */
  static final int LONGEST = 16_384;

  /** Most replacements in a line, by which a parameter that contains itself is found out. */
  private static final int MOST_REPLACEMENTS = 1_000;

  private static final Pattern DEFINITION =
      Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)=[ \\t]*(.*)", Pattern.DOTALL);
  private static final Pattern REFERENCE =
      Pattern.compile("\\$(?:\\{([A-Za-z_][A-Za-z0-9_]*)}|([A-Za-z_][A-Za-z0-9_]*)(?=[ \\t,)]|$))");

  private final Map<String, List<String>> lines = new HashMap<>();

  /** A line {@code $NAME=value}, taken apart. */
  record Definition(String name, String value) {}

  /**
   * A line in which parameters are replaced.
   *
   * @param following the further lines of a parameter of several lines
   */
  record Replaced(String text, List<String> following) {}

  static Optional<Definition> definition(String line) {
    Matcher matcher = DEFINITION.matcher(line);
    return matcher.matches()
        ? Optional.of(new Definition(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  void define(String name, List<String> value) {
    lines.put(name, List.copyOf(value));
  }

  /**
   * Replaces what is defined; the value's own parameters are replaced too, by what they are now.
   *
   * @return empty where that comes to no end
   */
  Optional<Replaced> replace(String line) {
    String text = line;
    int from = 0;
    for (int i = 0; i < MOST_REPLACEMENTS && text.length() <= LONGEST; i++) {
      Matcher matcher = REFERENCE.matcher(text);
      List<String> value = null;
      while (value == null && matcher.find(from)) {
        String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        value = usable(lines.get(name), matcher.end() == text.length());
        from = matcher.start() + (value == null ? 1 : 0);
      }
      if (value == null) {
        return Optional.of(new Replaced(text, List.of()));
      }
      String first = value.isEmpty() ? "" : value.getFirst();
      text = text.substring(0, matcher.start()) + first + text.substring(matcher.end());
      if (value.size() > 1) {
        return Optional.of(new Replaced(text, value.subList(1, value.size())));
      }
    }
    return Optional.empty();
  }

  /** Several lines can only stand at the end of a line. */
  private static @Nullable List<String> usable(@Nullable List<String> value, boolean atEnd) {
    return value != null && (value.size() <= 1 || atEnd) ? value : null;
  }
}
