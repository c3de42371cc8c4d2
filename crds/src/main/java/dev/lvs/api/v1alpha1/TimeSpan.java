package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * A length of time in milliseconds, written {@code 500ms}, {@code 2s} or {@code 5m} in manifests.
 */
public record TimeSpan(int milliseconds) {
  /**
   * The texts that are read, as the schema says it; none is longer than 31 bits of milliseconds.
   */
  public static final String PATTERN = "^([0-9]{1,9}ms|[0-9]{1,6}s|[0-9]{1,4}m)$";

  private static final Pattern FORMAT = Pattern.compile(PATTERN);

  public TimeSpan {
    if (milliseconds < 0) {
      throw new IllegalArgumentException("a length of time is not negative: " + milliseconds);
    }
  }

  /**
   * Reads the text of a manifest.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  @JsonCreator
  public static TimeSpan parse(String text) {
    if (!FORMAT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a length of time; write it as 500ms, 2s or 5m");
    }
    if (text.endsWith("ms")) {
      return new TimeSpan(Integer.parseInt(text.substring(0, text.length() - 2)));
    }
    int unit = text.length() - 1;
    int factor = text.charAt(unit) == 'm' ? 60_000 : 1000;
    return new TimeSpan(Integer.parseInt(text.substring(0, unit)) * factor);
  }

  @JsonValue
  @Override
  public String toString() {
    return milliseconds % 1000 == 0 ? milliseconds / 1000 + "s" : milliseconds + "ms";
  }
}
