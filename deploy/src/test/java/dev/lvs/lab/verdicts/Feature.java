package dev.lvs.lab.verdicts;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A row of the table: something that people expect to work.
 *
 * @param row its name, e.g. {@code 2a-14}
 */
record Feature(String row, String text) {

  /** All of them, in the order of rows.txt. */
  static List<Feature> all() {
    try (var in = requireNonNull(Feature.class.getResourceAsStream("rows.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split("\\|", 2))
          .map(parts -> new Feature(parts[0].strip(), parts[1].strip()))
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
