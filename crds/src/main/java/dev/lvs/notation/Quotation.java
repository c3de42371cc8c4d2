package dev.lvs.notation;

/** Texts between double quotes: those of JSON, and those of YAML, which differ beyond ASCII. */
final class Quotation {
  private Quotation() {}

  static void json(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isWritten(out, c)) {
        out.append("\\u%04x".formatted((int) c));
      }
    }
    out.append('"');
  }

  /** YAML has no halves of a character, so what is beyond 16 bits is written as a whole. */
  static void yaml(StringBuilder out, String text) {
    out.append('"');
    text.codePoints()
        .forEach(
            c -> {
              if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                out.append('?');
              } else if (!isWritten(out, c)) {
                out.append("\\U%08x".formatted(c));
              }
            });
    out.append('"');
  }

  /** Writes what both write alike; false for anything else. */
  private static boolean isWritten(StringBuilder out, int c) {
    if (c == '"' || c == '\\') {
      out.append('\\').append((char) c);
    } else if (c == '\n') {
      out.append("\\n");
    } else if (c >= ' ' && c <= '~') {
      out.append((char) c);
    } else {
      return false;
    }
    return true;
  }
}
