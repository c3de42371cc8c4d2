package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A length of time in whole seconds, written {@code 300s}, {@code 5m} or {@code 1h} in manifests.
 */
public record Seconds(int value) {
  private static final Pattern FORMAT = Pattern.compile("([0-9]{1,10})(s|m|h)");

  public Seconds {
    if (value < 0) {
      throw new IllegalArgumentException("a length of time is not negative: " + value);
    }
  }

  /**
   * Reads the text of a manifest.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  @JsonCreator
  public static Seconds parse(String text) {
    Matcher matcher = FORMAT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a length of time; write seconds as 300s, or 5m, 1h");
    }
    long factor =
        switch (matcher.group(2)) {
          case "h" -> 3600;
          case "m" -> 60;
          default -> 1;
        };
    long seconds = Long.parseLong(matcher.group(1)) * factor;
    if (seconds > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("'" + text + "' is longer than 2147483647s");
    }
    return new Seconds((int) seconds);
  }

  @JsonValue
  @Override
  public String toString() {
    return value + "s";
  }
}
