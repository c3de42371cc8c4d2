package dev.lvs.tool.saved;

/** A line cannot be understood; it never leaves the package, where it becomes a {@link Finding}. */
final class IllegalLineException extends Exception {
  private static final long serialVersionUID = 1;

  /** Of a word that is shown to people. */
  private static final int LONGEST = 60;

  private final String sentence;

  /**
   * A mistake.
   *
   * @param sentence with a full stop
   */
  IllegalLineException(String sentence) {
    super(sentence, null, false, false);
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }

  /** A word of the user's between quotes, such that no terminal minds it. */
  static String quoted(String word) {
    String shown = word.length() <= LONGEST ? word : word.substring(0, LONGEST) + "...";
    return "'" + shown.replaceAll("\\p{C}", "?") + "'";
  }
}
