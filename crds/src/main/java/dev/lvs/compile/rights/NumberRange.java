package dev.lvs.compile.rights;

import java.util.regex.Pattern;

/** An inclusive range of ports or firewall marks. */
public record NumberRange(long first, long last) {
  private static final Pattern FORM = Pattern.compile("[1-9][0-9]{0,9}(-[1-9][0-9]{0,9})?");

  /**
   * Reads {@code 17} or {@code 100-199}.
   *
   * @param most the highest number there is
   * @throws IllegalArgumentException with a sentence for the user
   */
  public static NumberRange parse(String text, long most) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("'" + text + "' is neither a number nor a range of them");
    }
    int dash = text.indexOf('-');
    long first = Long.parseLong(dash < 0 ? text : text.substring(0, dash));
    long last = Long.parseLong(text.substring(dash + 1));
    if (last > most) {
      throw new IllegalArgumentException("'" + text + "' is above " + most);
    }
    if (first > last) {
      throw new IllegalArgumentException("'" + text + "' ends before it begins");
    }
    return new NumberRange(first, last);
  }

  public boolean contains(long number) {
    return first <= number && number <= last;
  }

  boolean contains(NumberRange other) {
    return first <= other.first && other.last <= last;
  }

  boolean overlaps(NumberRange other) {
    return first <= other.last && other.first <= last;
  }

  @Override
  public String toString() {
    return first == last ? Long.toString(first) : first + "-" + last;
  }
}
