package dev.lvs.tool.convert;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * YAML as a person would write it: what fits on a line stands on one, in braces, and texts are
 * quoted only where YAML would take them for something else.
 */
final class YamlText {
  private static final int WIDTH = 100;

  private static final Pattern PLAIN =
      Pattern.compile(
          "[A-Za-z/][A-Za-z0-9._/-]*"
              + "|[0-9]+s"
              + "|[0-9]{1,3}(\\.[0-9]{1,3}){3}(/[0-9]{1,2}|-[0-9]{1,3}(\\.[0-9]{1,3}){3})?");

  /** What YAML 1.1 takes for a boolean or for nothing. */
  private static final Set<String> NOT_TEXT =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

  private final StringBuilder text = new StringBuilder();

  private YamlText() {}

  /** The text of a document; it ends with a newline. */
  static String of(Map<String, ?> document) {
    YamlText yaml = new YamlText();
    yaml.map(document, 0);
    return yaml.text.toString();
  }

  /** Something to stand behind {@code #}: one line without control characters. */
  static String comment(Object value) {
    return value.toString().replaceAll("\\p{Cntrl}", "?");
  }

  private void map(Map<?, ?> map, int depth) {
    for (Entry<?, ?> entry : map.entrySet()) {
      text.append(" ".repeat(depth)).append(scalar(entry.getKey())).append(':');
      value(entry.getValue(), depth);
    }
  }

  private void value(Object value, int depth) {
    String oneLine = flow(value);
    boolean fits = depth + oneLine.length() < WIDTH;
    switch (value) {
      case Map<?, ?> map when !fits || (depth == 0 && isNested(map)) -> {
        text.append('\n');
        map(map, depth + 2);
      }
      case List<?> list when !fits -> {
        text.append('\n');
        list.forEach(item -> item(item, depth));
      }
      default -> text.append(' ').append(oneLine).append('\n');
    }
  }

  private void item(Object item, int depth) {
    text.append(" ".repeat(depth)).append("- ").append(flow(item)).append('\n');
  }

  /** Whether it has lists or maps in it, other than labels. */
  private static boolean isNested(Map<?, ?> map) {
    return map.entrySet().stream()
        .filter(entry -> !entry.getKey().equals("labels"))
        .anyMatch(entry -> entry.getValue() instanceof Map || entry.getValue() instanceof List);
  }

  /** A value on one line. */
  static String flow(Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> scalar(entry.getKey()) + ": " + flow(entry.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      case List<?> list ->
          list.stream().map(YamlText::flow).collect(Collectors.joining(", ", "[", "]"));
      default -> scalar(value);
    };
  }

  private static String scalar(Object value) {
    if (!(value instanceof String string)) {
      return String.valueOf(value);
    }
    return PLAIN.matcher(string).matches() && !NOT_TEXT.contains(string.toLowerCase(Locale.ROOT))
        ? string
        : quoted(string);
  }

  private static String quoted(String string) {
    StringBuilder quoted = new StringBuilder("\"");
    string
        .codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
              } else if (c >= ' ' && c <= '~') {
                quoted.appendCodePoint(c);
              } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                quoted.append('?'); // half a character
              } else {
                quoted.append("\\U%08x".formatted(c));
              }
            });
    return quoted.append('"').toString();
  }
}
