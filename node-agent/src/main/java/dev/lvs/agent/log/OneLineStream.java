package dev.lvs.agent.log;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * Stream for a log in which one message is one line: control characters, line separators and
 * direction marks are written as their number, since names in messages come from others.
 */
public final class OneLineStream extends PrintStream {
  /** A log on another stream. */
  public OneLineStream(PrintStream out) {
    super(out, true);
  }

  /**
   * Each message comes by this method, and each line of a stack trace by {@code println(Object)}.
   */
  @Override
  public void println(@Nullable String message) {
    super.println(escape(String.valueOf(message)));
  }

  /** The text without control characters, line separators and marks of direction. */
  public static String escape(String text) {
    if (text.chars().noneMatch(c -> isHarmful((char) c))) {
      return text;
    }
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isHarmful(c)) {
        escaped.append("\\u").append("%04x".formatted((int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private static boolean isHarmful(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c != '\t';
      case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      default -> false;
    };
  }
}
