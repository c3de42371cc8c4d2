package dev.lvs.agent.probe;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text that an answer must contain. */
public sealed interface Expectation {
  /** Steps of a search for a regular expression: some milliseconds. */
  int MOST_STEPS = 200_000;

  /** Result of {@link #find} where the text is not there, or not yet. */
  int MISSING = -1;

  /** Result of {@link #find} where the search took more than {@link #MOST_STEPS}. */
  int GIVEN_UP = -2;

  /**
   * Looks for it in what came.
   *
   * @return the place behind it, or {@link #MISSING} or {@link #GIVEN_UP}
   */
  int find(byte[] bytes, int length);

  /** As messages name it. */
  String title();

  /** The reason of a failure where a search was given up. */
  static String tooDear(Expectation wanted, String where) {
    return "the search for "
        + wanted.title()
        + " in "
        + where
        + " takes too many steps: use a simpler expression";
  }

  /** Contains a text literally, in UTF-8. */
  record Text(String text) implements Expectation {
    @Override
    public int find(byte[] bytes, int length) {
      byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
      for (int end = wanted.length; end <= length; end++) {
        if (Arrays.equals(bytes, end - wanted.length, end, wanted, 0, wanted.length)) {
          return end;
        }
      }
      return MISSING;
    }

    @Override
    public String title() {
      return "'" + text + "'";
    }
  }

  /**
   * Contains a match of a regular expression. Bytes are decoded as ISO 8859-1, so that any answer
   * is a text. The cost of a match is bounded, because some expressions take exponential time for
   * some texts.
   */
  record Match(Pattern pattern) implements Expectation {
    @Override
    public int find(byte[] bytes, int length) {
      try {
        Matcher matcher = pattern.matcher(Bounded.of(bytes, length));
        return matcher.find() ? matcher.end() : MISSING;
      } catch (TooDearException | StackOverflowError tooDear) {
        return GIVEN_UP;
      }
    }

    @Override
    public String title() {
      return "/" + pattern + "/";
    }

    // a Pattern has no equality of its own, and equal checks are one
    @Override
    public boolean equals(Object other) {
      return other instanceof Match(var its)
          && its.pattern().equals(pattern.pattern())
          && its.flags() == pattern.flags();
    }

    @Override
    public int hashCode() {
      return pattern.pattern().hashCode();
    }
  }

  /** Ends a search. */
  final class TooDearException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooDearException() {
      super("a search took too many steps", null, false, false);
    }
  }

  /**
   * Counts the characters that the matcher reads: reading is the only thing it does in each step.
   */
  final class Bounded implements CharSequence {
    private final byte[] bytes;
    private final int from;
    private final int to;
    private final AtomicInteger left;

    private Bounded(byte[] bytes, int from, int to, AtomicInteger left) {
      this.bytes = bytes;
      this.from = from;
      this.to = to;
      this.left = left;
    }

    static Bounded of(byte[] bytes, int length) {
      return new Bounded(bytes, 0, length, new AtomicInteger(MOST_STEPS));
    }

    @Override
    public int length() {
      return to - from;
    }

    @Override
    public char charAt(int index) {
      if (left.decrementAndGet() < 0) {
        throw new TooDearException();
      }
      return (char) (bytes[from + index] & 0xff);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Bounded(bytes, from + start, from + end, left);
    }

    @Override
    public String toString() {
      return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
  }
}
