package dev.lvs.notation;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Writes YAML: what fits on a line is put on one, in braces, and texts are quoted only where YAML
 * would take them for something else. Where nothing fits, every text is quoted.
 */
final class YamlText {
  private static final Pattern PLAIN =
      Pattern.compile(
          "[A-Za-z/][A-Za-z0-9._/-]*"
              + "|[0-9]+s"
              + "|[0-9]{1,3}(\\.[0-9]{1,3}){3}(/[0-9]{1,2}|-[0-9]{1,3}(\\.[0-9]{1,3}){3})?");

  /** Words that YAML 1.1 takes for a boolean or for null. */
  private static final Set<String> NOT_TEXT =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

  private final UnaryOperator<Object> plain;
  private final int width;
  private final StringBuilder text = new StringBuilder();

  /**
   * A writer of one text.
   *
   * @param width what lines with braces are shorter than; 0 for none with them
   */
  YamlText(UnaryOperator<Object> plain, int width) {
    this.plain = plain;
    this.width = width;
  }

  /** The text of a document; it ends with a newline. */
  String block(Object document) {
    switch (plain.apply(document)) {
      case Map<?, ?> map when !map.isEmpty() -> map(map, 0, false);
      case List<?> list when !list.isEmpty() -> list.forEach(item -> item(item, 0));
      case Object other -> text.append(inline(other)).append('\n');
    }
    return text.toString();
  }

  /** A value on one line. */
  String inline(Object value) {
    StringBuilder line = new StringBuilder();
    flow(line, value, Integer.MAX_VALUE);
    return line.toString();
  }

  /**
   * Writes the entries of a map.
   *
   * @param behindDash whether the first stands behind the dash of a list
   */
  private void map(Map<?, ?> map, int depth, boolean behindDash) {
    boolean isIndented = behindDash;
    for (Entry<?, ?> entry : map.entrySet()) {
      text.append(isIndented ? "" : " ".repeat(depth));
      key(text, entry.getKey());
      text.append(':');
      value(plain.apply(entry.getValue()), depth);
      isIndented = false;
    }
  }

  private void value(Object value, int depth) {
    StringBuilder line = new StringBuilder();
    boolean fits = flow(line, value, width - depth);
    switch (value) {
      case Map<?, ?> map when !map.isEmpty() && (!fits || (depth == 0 && isNested(map))) -> {
        text.append('\n');
        map(map, depth + 2, false);
      }
      case List<?> list when !list.isEmpty() && !fits -> {
        text.append('\n');
        list.forEach(item -> item(item, depth));
      }
      default -> text.append(' ').append(inline(value)).append('\n');
    }
  }

  private void item(Object raw, int depth) {
    Object item = plain.apply(raw);
    text.append(" ".repeat(depth)).append("- ");
    StringBuilder line = new StringBuilder();
    if (!flow(line, item, width - depth) && item instanceof Map<?, ?> map && !map.isEmpty()) {
      map(map, depth + 2, true);
    } else {
      text.append(inline(item)).append('\n');
    }
  }

  /** Returns whether it has lists or maps in it, other than labels. */
  private boolean isNested(Map<?, ?> map) {
    for (Entry<?, ?> entry : map.entrySet()) {
      Object value = plain.apply(entry.getValue());
      if (!entry.getKey().equals("labels") && (value instanceof Map || value instanceof List)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Writes a value on one line.
   *
   * @param room what it is shorter than, else nobody wants the rest of a list or map
   * @return whether it is
   */
  private boolean flow(StringBuilder line, Object raw, int room) {
    switch (plain.apply(raw)) {
      case Map<?, ?> map -> {
        String before = "{";
        for (Entry<?, ?> entry : map.entrySet()) {
          key(line.append(before), entry.getKey());
          if (!flow(line.append(": "), entry.getValue(), room)) {
            return false;
          }
          before = ", ";
        }
        line.append(map.isEmpty() ? "{}" : "}");
      }
      case List<?> list -> {
        String before = "[";
        for (Object item : list) {
          if (!flow(line.append(before), item, room)) {
            return false;
          }
          before = ", ";
        }
        line.append(list.isEmpty() ? "[]" : "]");
      }
      case Object other -> scalar(line, other);
    }
    return line.length() < room;
  }

  private static void key(StringBuilder out, Object key) {
    if (isPlain((String) key)) {
      out.append((String) key);
    } else {
      Quotation.yaml(out, (String) key);
    }
  }

  private void scalar(StringBuilder out, Object value) {
    switch (value) {
      case Number number -> out.append(number);
      case Boolean truth -> out.append(truth);
      case String string when width > 0 && isPlain(string) -> out.append(string);
      case String string -> Quotation.yaml(out, string);
      case Object other -> throw new IllegalArgumentException(other.getClass() + " is not plain");
    }
  }

  private static boolean isPlain(String string) {
    return PLAIN.matcher(string).matches() && !NOT_TEXT.contains(string.toLowerCase(Locale.ROOT));
  }
}
