package dev.lvs.notation;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Writes JSON (RFC 8259), ASCII only. */
final class JsonText {
  private final UnaryOperator<Object> plain;
  private final StringBuilder text = new StringBuilder();

  JsonText(UnaryOperator<Object> plain) {
    this.plain = plain;
  }

  String line(Object value) {
    write(value, "", "");
    return text.toString();
  }

  String indented(Object value) {
    write(value, "\n", "  ");
    return text.append('\n').toString();
  }

  /**
   * Writes a value.
   *
   * @param line what begins a line at the depth of this value; empty where all is on one line
   * @param step by how much what is in it is indented
   */
  private void write(Object raw, String line, String step) {
    switch (plain.apply(raw)) {
      case Map<?, ?> map -> {
        String before = "{" + line + step;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          text.append(before);
          Quotation.json(text, (String) entry.getKey());
          text.append(line.isEmpty() ? ":" : ": ");
          write(entry.getValue(), line + step, step);
          before = "," + line + step;
        }
        text.append(map.isEmpty() ? "{" : line).append('}');
      }
      case List<?> list -> {
        String before = "[" + line + step;
        for (Object element : list) {
          text.append(before);
          write(element, line + step, step);
          before = "," + line + step;
        }
        text.append(list.isEmpty() ? "[" : line).append(']');
      }
      case Number number -> text.append(number);
      case Boolean truth -> text.append(truth);
      case String string -> Quotation.json(text, string);
      case Object other -> throw new IllegalArgumentException(other.getClass() + " is not plain");
    }
  }
}
