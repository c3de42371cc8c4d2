package dev.lvs.tool.convert.read;

/**
 * A file that was read.
 *
 * @param name as notices call it
 */
public record ConfigFile(String name, String text) {
  private static final String BYTE_ORDER_MARK = "\ufeff";

  /**
   * Returns whether a byte order mark stands before it, which no program that it is for expects.
   */
  public boolean isMarked() {
    return text.startsWith(BYTE_ORDER_MARK);
  }

  /** The lines, without a byte order mark before them. */
  public String content() {
    return isMarked() ? text.substring(BYTE_ORDER_MARK.length()) : text;
  }

  /** Returns where the byte order mark is. */
  public Origin first() {
    return new Origin(name, 1, "");
  }
}
