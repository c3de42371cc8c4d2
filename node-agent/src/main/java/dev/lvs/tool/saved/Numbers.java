package dev.lvs.tool.saved;

import static dev.lvs.tool.saved.IllegalLineException.quoted;

import java.util.regex.Pattern;

/** Whole numbers as values of options. */
final class Numbers {
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,18}");

  private Numbers() {}

  /** The number that an option has, in decimal digits and within bounds. */
  static long of(Option option, String text, long lowest, long highest)
      throws IllegalLineException {
    if (DECIMAL.matcher(text).matches()) {
      long number = Long.parseLong(text);
      if (number >= lowest && number <= highest) {
        return number;
      }
    }
    throw new IllegalLineException(
        option
            + " takes a number from "
            + lowest
            + " to "
            + highest
            + ", not "
            + quoted(text)
            + ".");
  }

  /** The same for an option that may be absent. */
  static long of(Words words, Option option, long lowest, long highest, long otherwise)
      throws IllegalLineException {
    return words.has(option)
        ? of(option, words.value(option).orElse(""), lowest, highest)
        : otherwise;
  }
}
