package dev.lvs.tool.list;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A way to write down maps, lists, strings, numbers and truth values for programs. It is here and
 * not a library's because a list should be on the screen before a library is loaded.
 */
public enum Notation {
  JSON,
  YAML;

  /**
   * Writes a document, with its last newline.
   *
   * @param document a {@code Map} by strings, a {@code List}, a {@code String}, a {@code Number} or
   *     a {@code Boolean}
   */
  public String write(Object document) {
    StringBuilder text = new StringBuilder();
    switch (this) {
      case JSON -> json(text, document, "\n");
      case YAML -> yaml(text, document, "\n");
    }
    String written = text.append('\n').toString();
    return written.startsWith("\n") ? written.substring(1) : written;
  }

  private static void json(StringBuilder text, Object value, String line) {
    switch (value) {
      case Map<?, ?> map when !map.isEmpty() -> {
        String before = "{" + line + "  ";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          text.append(before);
          quoted(text, String.valueOf(entry.getKey()));
          text.append(": ");
          json(text, Objects.requireNonNull(entry.getValue()), line + "  ");
          before = "," + line + "  ";
        }
        text.append(line).append('}');
      }
      case List<?> list when !list.isEmpty() -> {
        String before = "[" + line + "  ";
        for (Object element : list) {
          text.append(before);
          json(text, element, line + "  ");
          before = "," + line + "  ";
        }
        text.append(line).append(']');
      }
      default -> plain(text, value);
    }
  }

  private static void yaml(StringBuilder text, Object value, String line) {
    switch (value) {
      case Map<?, ?> map when !map.isEmpty() -> {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          // the first key of a list's element stands behind its dash
          int dash = text.length() - 2;
          text.append(text.lastIndexOf("- ") == dash && dash >= 0 ? "" : line);
          text.append(entry.getKey()).append(':');
          Object element = Objects.requireNonNull(entry.getValue());
          text.append(isNested(element) ? "" : " ");
          yaml(text, element, element instanceof Map ? line + "  " : line);
        }
      }
      case List<?> list when !list.isEmpty() -> {
        for (Object element : list) {
          text.append(line).append("- ");
          yaml(text, element, line + "  ");
        }
      }
      default -> plain(text, value);
    }
  }

  private static boolean isNested(Object value) {
    return (value instanceof Map<?, ?> map && !map.isEmpty())
        || (value instanceof List<?> list && !list.isEmpty());
  }

  private static void plain(StringBuilder text, Object value) {
    switch (value) {
      case Map<?, ?> _ -> text.append("{}");
      case List<?> _ -> text.append("[]");
      case Number number -> text.append(number);
      case Boolean truth -> text.append(truth);
      default -> quoted(text, value.toString());
    }
  }

  /** Between quotes as JSON has them, which YAML takes too. */
  private static void quoted(StringBuilder text, String string) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      switch (c) {
        case '"', '\\' -> text.append('\\').append(c);
        case '\n' -> text.append("\\n");
        default -> {
          if (c < ' ' || c > '~') {
            text.append(String.format("\\u%04x", (int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }
}
