package dev.lvs.lab.verdicts;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * A row of the table: something that people expect to work, or that went wrong once.
 *
 * @param row its name, e.g. {@code scheduler-mh} or {@code mark-granted}
 */
record Feature(String row, String text) {

  /** All of them: the features of rows.txt, then the faults of faults.txt, in their order. */
  static List<Feature> all() {
    return Stream.of("rows.txt", "faults.txt").flatMap(Feature::read).toList();
  }

  private static Stream<Feature> read(String resource) {
    try (var in = requireNonNull(Feature.class.getResourceAsStream(resource))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split("\\|", 2))
          .map(parts -> new Feature(parts[0].strip(), parts[1].strip()));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
