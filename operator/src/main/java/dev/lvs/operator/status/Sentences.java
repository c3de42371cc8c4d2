package dev.lvs.operator.status;

import dev.lvs.api.v1alpha1.PlanOutcome;
import dev.lvs.compile.Problem;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** How facts are put into the messages of conditions. */
final class Sentences {
  private static final int NAMES = 5;

  private Sentences() {}

  /** {@code a}, {@code a and b}, {@code a, b and c}, {@code a, b, c, d, e and 7 more}. */
  static String list(Collection<String> names) {
    List<String> all = List.copyOf(names);
    if (all.size() <= 1) {
      return String.join("", all);
    }
    boolean many = all.size() > NAMES;
    List<String> said = all.subList(0, many ? NAMES : all.size() - 1);
    String rest = many ? (all.size() - NAMES) + " more" : all.getLast();
    return String.join(", ", said) + " and " + rest;
  }

  /** Every problem with its field. */
  static String problems(List<Problem> problems) {
    return problems.stream()
        .map(problem -> problem.field() + ": " + problem.message())
        .collect(Collectors.joining(" "));
  }

  /** What a node could not do, what the kernel answered and what to do. */
  static String refusal(String node, PlanOutcome outcome) {
    return "Node %s could not do `%s` (%s): %s"
        .formatted(node, outcome.change(), outcome.reason(), outcome.message());
  }
}
