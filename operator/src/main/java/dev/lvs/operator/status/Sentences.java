package dev.lvs.operator.status;

import dev.lvs.api.v1alpha1.PlanOutcome;
import dev.lvs.compile.problem.Problem;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** How facts are put into the messages of conditions. */
final class Sentences {
  private static final int NAMES = 5;

  private static final Pattern CAMEL_CASE = Pattern.compile("([A-Z][a-z]+)+");

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
    return all(
        problems.stream().map(problem -> problem.field() + ": " + problem.message()).toList());
  }

  /** What a node could not do: what that means and what to do, what was tried, and the answer. */
  static String refusal(String node, PlanOutcome outcome) {
    return "Node %s: %s (%s: %s)"
        .formatted(node, outcome.message(), outcome.change(), outcome.reason());
  }

  /** The agent's own word where it has one, e.g. {@code NotOurs}; an errno is the kernel's. */
  static String reason(PlanOutcome outcome) {
    return CAMEL_CASE.matcher(outcome.reason()).matches() ? outcome.reason() : "KernelRefused";
  }

  /** One after the other; of very many, the first. */
  static String all(List<String> sentences) {
    String said = String.join(" ", sentences.subList(0, Math.min(NAMES, sentences.size())));
    return sentences.size() <= NAMES
        ? said
        : said + " And " + (sentences.size() - NAMES) + " more.";
  }
}
