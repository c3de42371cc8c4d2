package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * A length of time in whole seconds, written {@code 300s}, {@code 5m} or {@code 1h} in manifests.
 */
public record Seconds(int value) {
  /** The texts that are read, as the schema says it; none is longer than 31 bits of seconds. */
  public static final String PATTERN = "^([0-9]{1,9}s|[0-9]{1,6}m|[0-9]{1,5}h)$";

  private static final Pattern FORMAT = Pattern.compile(PATTERN);

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
    if (!FORMAT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a length of time; write seconds as 300s, or 5m, 1h");
    }
    int unit = text.length() - 1;
    int factor =
        switch (text.charAt(unit)) {
          case 'h' -> 3600;
          case 'm' -> 60;
          default -> 1;
        };
    return new Seconds(Integer.parseInt(text.substring(0, unit)) * factor);
  }

  @JsonValue
  @Override
  public String toString() {
    return value + "s";
  }
}
