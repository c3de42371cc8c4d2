package dev.lvs.operator.status.condition;

import static java.util.Objects.requireNonNullElse;

import dev.lvs.api.v1alpha1.FailedChange;
import dev.lvs.api.v1alpha1.ResourceNumbers;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.compile.problem.Problem;
import java.util.Collection;
import java.util.List;

/** Phrases facts as messages of conditions. */
public final class Sentences {
  private static final int NAMES = 5;

  private Sentences() {}

  /** {@code a}, {@code a and b}, {@code a, b and c}, {@code a, b, c, d, e and 7 more}. */
  public static String list(Collection<String> names) {
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

  /**
   * Returns what a node says: what it means and what to do, of how much, what was tried, the
   * answer.
   */
  public static String said(String node, ResourceReport entry) {
    String message =
        entry.message() == null
            ? entry.reason() + "; see the log of lvs-node-agent there."
            : entry.message();
    FailedChange failed = entry.failed();
    String tried =
        failed == null
            ? ""
            : " (%s: %s)"
                .formatted(
                    failed.change(), failed.errno() == null ? entry.reason() : failed.errno());
    return "Node " + node + ": " + message + tried + extent(entry);
  }

  /** The same in a list of nodes. */
  public static String brief(String node, ResourceReport entry) {
    return node + " (" + requireNonNullElse(entry.message(), entry.reason()) + ")";
  }

  /** Of how many things it is so, unless that is one alone. */
  private static String extent(ResourceReport entry) {
    ResourceNumbers numbers = entry.numbers();
    if (numbers == null || numbers.affected() == null) {
      return "";
    }
    if (numbers.total() != null) {
      return " This is so of %d of %d.".formatted(numbers.affected(), numbers.total());
    }
    return numbers.affected() > 1 ? " This is so of %d.".formatted(numbers.affected()) : "";
  }

  /** One after the other; of very many, the first. */
  public static String all(List<String> sentences) {
    String said = String.join(" ", sentences.subList(0, Math.min(NAMES, sentences.size())));
    return sentences.size() <= NAMES
        ? said
        : said + " And " + (sentences.size() - NAMES) + " more.";
  }
}
