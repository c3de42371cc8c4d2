package dev.lvs.notation;

import java.util.function.UnaryOperator;

/** A way to write a document: a map by texts, a list, a text, a number or a truth value. */
public enum Notation {
  /** JSON on one line of ASCII, without a space or a newline at its end. */
  LINE,
  /** JSON with a line for each value. */
  JSON,
  /** YAML with a line for each value, in which every text is quoted. */
  YAML,
  /** YAML as a person would write it: a value of less than 100 characters stands on one line. */
  COMPACT_YAML;

  private static final int WIDTH = 100;

  /** Writes a document; with its last newline, but for {@link #LINE}. */
  public String write(Object document) {
    return write(document, UnaryOperator.identity());
  }

  /**
   * Writes a document that holds more than plain values.
   *
   * @param plain makes one value plain; the values in it may need it again
   */
  public String write(Object document, UnaryOperator<Object> plain) {
    return switch (this) {
      case LINE -> new JsonText(plain).line(document);
      case JSON -> new JsonText(plain).indented(document);
      case YAML -> new YamlText(plain, 0).block(document);
      case COMPACT_YAML -> new YamlText(plain, WIDTH).block(document);
    };
  }

  /** Writes a plain value on one line, however long that is. */
  public String inline(Object value) {
    return inline(value, UnaryOperator.identity());
  }

  /** Writes a value on one line, however long that is. */
  public String inline(Object value, UnaryOperator<Object> plain) {
    return switch (this) {
      case LINE, JSON -> new JsonText(plain).line(value);
      case YAML -> new YamlText(plain, 0).inline(value);
      case COMPACT_YAML -> new YamlText(plain, WIDTH).inline(value);
    };
  }

  /** Makes a text one that may stand behind the {@code #} of YAML: a line. */
  public static String comment(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
