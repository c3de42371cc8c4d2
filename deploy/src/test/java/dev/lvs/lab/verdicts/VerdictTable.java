package dev.lvs.lab.verdicts;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Features with their verdicts, as people read them. */
record VerdictTable(List<Line> lines) {

  VerdictTable {
    lines = List.copyOf(lines);
  }

  /** Verdict on a feature. */
  enum Verdict {
    /** Every test that names it passed. */
    HOLDS,
    /** A test that names it failed, or did not run. */
    FAILS,
    /** No test names it. */
    MISSING;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param proofs what the verdict rests on: of a feature that fails, the tests that did not pass
   */
  record Line(Feature feature, Verdict verdict, List<Proof> proofs) {
    Line {
      proofs = List.copyOf(proofs);
    }

    static Line of(Feature feature, List<Proof> proofs, Results results) {
      List<Proof> notPassed = proofs.stream().filter(proof -> !results.passed(proof)).toList();
      if (proofs.isEmpty()) {
        return new Line(feature, Verdict.MISSING, List.of());
      }
      return notPassed.isEmpty()
          ? new Line(feature, Verdict.HOLDS, proofs)
          : new Line(feature, Verdict.FAILS, notPassed);
    }

    /** One test by name, the others by number. */
    String tests() {
      return switch (proofs.size()) {
        case 0 -> "";
        case 1 -> proofs.getFirst().shortName();
        default -> proofs.getFirst().shortName() + " +" + (proofs.size() - 1);
      };
    }
  }

  static VerdictTable of(Collection<Feature> features, Collection<Proof> proofs, Results results) {
    return new VerdictTable(
        features.stream()
            .map(
                feature ->
                    Line.of(
                        feature,
                        proofs.stream()
                            .filter(proof -> proof.rows().contains(feature.row()))
                            .toList(),
                        results))
            .toList());
  }

  boolean allHold() {
    return lines.stream().allMatch(line -> line.verdict() == Verdict.HOLDS);
  }

  /** One line for each feature, and one that counts them. */
  @Override
  public String toString() {
    int row = widest(Feature::row, "row");
    int feature = widest(Feature::text, "feature");
    String format = "%-" + row + "s %-8s %-" + feature + "s %s";
    StringBuilder text = new StringBuilder();
    append(text, format.formatted("row", "verdict", "feature", "tests"));
    Map<Verdict, Integer> count = new EnumMap<>(Verdict.class);
    for (Line line : lines) {
      count.merge(line.verdict(), 1, Integer::sum);
      append(
          text,
          format.formatted(
              line.feature().row(), line.verdict().word(), line.feature().text(), line.tests()));
    }
    append(
        text,
        "%d of %d rows hold, %d fail, %d have no test"
            .formatted(
                count.getOrDefault(Verdict.HOLDS, 0),
                lines.size(),
                count.getOrDefault(Verdict.FAILS, 0),
                count.getOrDefault(Verdict.MISSING, 0)));
    return text.toString();
  }

  private int widest(Function<Feature, String> column, String title) {
    return Stream.concat(Stream.of(title), lines.stream().map(Line::feature).map(column))
        .mapToInt(String::length)
        .max()
        .orElseThrow();
  }

  private static void append(StringBuilder text, String line) {
    text.append(line.stripTrailing()).append('\n');
  }
}
