package dev.lvs.tool.saved;

/**
 * Mistake or note on one line of a saved table, for its author.
 *
 * @param line 1 for the first
 * @param message a sentence: what is wrong, why, and what to do
 */
public record Finding(int line, Weight weight, String message) {
  /** Severity: whether the line can be carried out. */
  public enum Weight {
    /** The line cannot be carried out. */
    MISTAKE,
    /** The line is carried out, though not to the letter. */
    NOTE
  }

  static Finding mistake(int line, String message) {
    return new Finding(line, Weight.MISTAKE, message);
  }

  static Finding note(int line, String message) {
    return new Finding(line, Weight.NOTE, message);
  }

  public boolean isMistake() {
    return weight == Weight.MISTAKE;
  }

  /** One line as compilers print it: {@code FILE:LINE: MESSAGE}. */
  public String in(String file) {
    return file + ":" + line + ": " + message;
  }
}
