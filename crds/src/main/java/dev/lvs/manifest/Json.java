package dev.lvs.manifest;

import dev.lvs.manifest.ManifestFindings.TooLargeException;
import dev.lvs.notation.Notation;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes records as one line of JSON each and reads them back, for stores of what manifests
 * contained.
 *
 * <p>JSON is YAML, so it is read and validated as manifests are.
 */
public final class Json {
  private Json() {}

  /** Returns what {@code value} holds, on one line of ASCII; what is empty is left out. */
  public static String write(Record value) {
    return Notation.LINE.write(value, Plain::of);
  }

  /**
   * Returns what {@code line} says.
   *
   * @throws IllegalArgumentException with the first problem, if there is one
   */
  public static <R extends Record> R read(String line, Class<R> type) {
    List<String> problems = new ArrayList<>();
    List<Yaml.Tree> trees = new ArrayList<>();
    Yaml.parse(line, trees::add, broken -> problems.add(broken.message()));
    if (problems.isEmpty() && trees.size() == 1) {
      ManifestFindings findings = new ManifestFindings("", trees.getFirst());
      try {
        R value = new SchemaCheck(findings).read(trees.getFirst().root(), type, "");
        if (value != null) {
          return value;
        }
        for (ManifestProblem problem : findings.problems()) {
          problems.add((problem.field() + " " + problem.message()).strip());
        }
      } catch (TooLargeException e) {
        problems.add("It has " + e.getMessage() + ".");
      }
    }
    throw new IllegalArgumentException(
        problems.isEmpty() ? "It says nothing." : problems.getFirst());
  }
}
