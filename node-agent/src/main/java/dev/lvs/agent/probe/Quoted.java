package dev.lvs.agent.probe;

/** Quotes a server's bytes in a message: short, on one line, and in printable ASCII. */
public final class Quoted {
  private static final int LONGEST = 60;

  private Quoted() {}

  /** A short form in quotes, of printable ASCII. */
  public static String of(String text) {
    StringBuilder quoted = new StringBuilder("'");
    int end = Math.min(text.length(), LONGEST);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      quoted.append(c >= ' ' && c < 127 ? c : '?');
    }
    return quoted.append(end < text.length() ? "...'" : "'").toString();
  }
}
