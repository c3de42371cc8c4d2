package dev.lvs.tool.convert.keepalived;

/** Strips comments from lines. */
final class Comments {
  private Comments() {}

  /**
   * The line without what follows {@code #} or {@code !} outside of double quotes, and without
   * blanks around it. A backslash before either keeps it; one that ends the line stays, also behind
   * a comment.
   */
  static String strip(String line) {
    StringBuilder kept = new StringBuilder(line.length());
    boolean quoted = false;
    boolean comment = false;
    boolean continued = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      String piece = line.substring(i, i + 1);
      if (c == '\\' && i + 1 == line.length()) {
        continued = true;
        break;
      } else if (c == '\\') {
        char next = line.charAt(++i);
        boolean escapes = !quoted && (next == '#' || next == '!');
        piece = escapes ? line.substring(i, i + 1) : line.substring(i - 1, i + 1);
      } else if (c == '"' && !comment) {
        quoted = !quoted;
      } else if (!quoted && (c == '#' || c == '!')) {
        comment = true;
      }
      if (!comment) {
        kept.append(piece);
      }
    }
    return kept.toString().strip() + (continued ? "\\" : "");
  }
}
